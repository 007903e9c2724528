import { useSyncExternalStore } from "react";
import type { Action } from "../store/action";
import { useWorkspace } from "./useWorkspace";

/** The tenant's actions, newest first; the same array until one of them differs. */
export function useRealtimeActions(): readonly Action[] {
  const { subscribe, getActions } = useWorkspace();
  return useSyncExternalStore(subscribe, getActions, getActions);
}
