import { useSyncExternalStore } from "react";
import type { Issue } from "../store/issue";
import { useWorkspace } from "./useWorkspace";

/** The tenant's issues, newest first; the same array until one of them differs. */
export function useRealtimeIssues(): readonly Issue[] {
  const { subscribe, getIssues } = useWorkspace();
  return useSyncExternalStore(subscribe, getIssues, getIssues);
}
