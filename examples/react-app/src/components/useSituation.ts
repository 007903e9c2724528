import { useMemo } from "react";
import { useRealtimeStatus } from "@purposepath/realtime/react";
import { useRealtime } from "../hooks/useRealtime";
import { useFreshness } from "../hooks/useWorkspace";
import type { Situation } from "./connection-words";

/** What is known of the connection and of the data. */
export function useSituation(): Situation {
  const { config } = useRealtime();
  const connection = useRealtimeStatus();
  const data = useFreshness();
  return useMemo(() => ({ config, connection, data }), [config, connection, data]);
}
