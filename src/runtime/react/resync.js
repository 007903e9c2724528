import { useEffect } from "react";
import { useLatest } from "./latest.js";
import { useRealtimeConnection } from "./provider.js";

/**
 * A fetch that is aborted keeps no event waiting, and how it ends is no failure: whoever asked for it is
 * gone, or asks anew.
 *
 * @param {any} result
 * @param {import("../connection/options.js").ResyncSignal} signal
 */
function untilAborted(result, signal) {
  if (!result || !result.then) return result;
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => resolve(undefined));
    result.then(resolve, reject);
  });
}

/** @param {import("./options.js").RealtimeResyncHandler} handler */
export function useRealtimeResync(handler) {
  const connection = useRealtimeConnection();
  const latest = useLatest(handler);
  // A handler that is added late is called for it, so nothing is missed until then.
  useEffect(
    () => (connection ? connection.onResync((cause, signal) => untilAborted(latest.current(cause, signal), signal)) : undefined),
    [connection],
  );
}
