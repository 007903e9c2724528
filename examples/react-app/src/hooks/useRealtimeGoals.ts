import { useSyncExternalStore } from "react";
import type { Goal } from "../store/goal";
import { useWorkspace } from "./useWorkspace";

/** The tenant's goals, newest first; the same array until one of them differs. */
export function useRealtimeGoals(): readonly Goal[] {
  const { subscribe, getGoals } = useWorkspace();
  return useSyncExternalStore(subscribe, getGoals, getGoals);
}
