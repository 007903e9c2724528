import { useSyncExternalStore } from "react";
import type { Kpi } from "../store/kpi";
import { useWorkspace } from "./useWorkspace";

/** The tenant's KPIs with their last readings; the same array until one of them differs. */
export function useRealtimeKpis(): readonly Kpi[] {
  const { subscribe, getKpis } = useWorkspace();
  return useSyncExternalStore(subscribe, getKpis, getKpis);
}
