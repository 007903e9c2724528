import { useEffect } from "react";
import { useLatest } from "./latest.js";
import { useRealtimeConnection } from "./provider.js";

/** @param {import("./options.js").RealtimeResyncHandler} handler */
export function useRealtimeResync(handler) {
  const connection = useRealtimeConnection();
  const latest = useLatest(handler);
  // A handler that is added late is called for it, so nothing is missed until then.
  useEffect(
    () => (connection ? connection.onResync((...told) => latest.current(...told)) : undefined),
    [connection],
  );
}
