import { useInsertionEffect } from "react";
import { useIsShown, useLatest } from "./latest.js";
import { useRealtimeConnection } from "./provider.js";

/** @typedef {import("../protocol/events.js").EventType} EventType */

/**
 * @template {EventType} Type
 * @param {Type | readonly Type[]} type
 * @param {import("./options.js").RealtimeEventHandler<Type>} handler
 */
export function useRealtimeEvent(type, handler, enabled = true) {
  const connection = useRealtimeConnection();
  const latest = useLatest(handler);
  const isShown = useIsShown();
  const types = new Set(/** @type {Type[]} */ ([]).concat(type));
  // With the commit: a handler of other types, or of a component that is gone, is called no more.
  useInsertionEffect(() => {
    if (!connection || !enabled) return undefined;
    const leave = [...types].map((type) =>
      connection.on(type, (...told) => (isShown() ? latest.current(...told) : undefined)),
    );
    return () => leave.forEach((unsubscribe) => unsubscribe());
  }, [connection, [...types].join(), enabled]);
}
