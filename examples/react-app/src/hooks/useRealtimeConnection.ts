import { useCallback, useSyncExternalStore } from "react";
import type { ConnectionSnapshot } from "@purposepath/realtime/connection";
import { NOT_CONNECTED } from "../services/realtime-websocket";
import { useRealtime } from "./useRealtime";

/** The status, and the one thing that a user can do about it. */
export interface RealtimeConnectionStatus extends ConnectionSnapshot {
  /** Tries at once. */
  readonly retryNow: () => void;
}

const notConnected = () => NOT_CONNECTED;
const nothing = () => {};
const noChange = () => nothing;

/** What a screen shows of the connection; renders again whenever that differs. */
export function useRealtimeConnection(): RealtimeConnectionStatus {
  const { connection } = useRealtime();
  const snapshot = useSyncExternalStore(
    connection ? connection.subscribe : noChange,
    connection ? connection.getSnapshot : notConnected,
    notConnected,
  );
  const retryNow = useCallback(() => {
    if (connection) connection.retryNow();
  }, [connection]);
  return { ...snapshot, retryNow };
}
