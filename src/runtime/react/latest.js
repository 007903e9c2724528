import { useEffect, useImperativeHandle, useInsertionEffect, useRef } from "react";

// What a handler may know of its component, whatever React does between a render and the next.

/**
 * What the last commit rendered: from the commit on, not from the passive effects that come later, and
 * never what a render had that was given up.
 *
 * @template Value
 * @param {Value} value
 */
export function useLatest(value) {
  const latest = useRef(value);
  useInsertionEffect(() => {
    latest.current = value;
  });
  return latest;
}

/**
 * Whether the component is part of the page: from its commit on, behind the fallback of a Suspense too,
 * but not while an Activity hides it. The first has no layout effects, the second has no effects at all.
 */
export function useIsShown() {
  const isLaidOut = useRef(/** @type {boolean | null} */ (null));
  const isAlive = useRef(false);
  // A layout effect, but of a kind about which React 18 does not warn on a server.
  useImperativeHandle(isLaidOut, () => true, []);
  useEffect(() => {
    isAlive.current = true;
    return () => {
      isAlive.current = false;
    };
  }, []);
  return () => isLaidOut.current || isAlive.current;
}
