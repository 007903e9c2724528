import { useEffect, useRef } from "react";
import type { RealtimeConnection } from "@purposepath/realtime/connection";
import { useRealtime } from "./useRealtime";

/**
 * Fetches what the screen shows whenever the connection is there anew: nothing is replayed, so what
 * happened meanwhile is known to the REST API only. Live events wait for the promise it returns; the
 * signal is aborted when the answer would be of no use any more.
 */
export function useRealtimeResync(handler: Parameters<RealtimeConnection["onResync"]>[0]): void {
  const { connection } = useRealtime();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!connection) return undefined;
    return connection.onResync((cause, signal) => latest.current(cause, signal));
  }, [connection]);
}
