import { useEffect, useRef } from "react";
import type { ResyncCause } from "@purposepath/realtime/connection";
import { useRealtime } from "./useRealtime";

/**
 * Fetches what the screen shows whenever the connection is there anew: nothing is replayed, so what
 * happened meanwhile is known to the REST API only. Live events wait for the promise it returns.
 */
export function useRealtimeResync(handler: (cause: ResyncCause) => unknown): void {
  const { connection } = useRealtime();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!connection) return undefined;
    return connection.onResync((cause) => latest.current(cause));
  }, [connection]);
}
