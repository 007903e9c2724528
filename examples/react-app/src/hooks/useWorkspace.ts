import { useContext, useSyncExternalStore } from "react";
import { WorkspaceContext } from "../contexts/WorkspaceContext";
import type { Names } from "../store/directory";
import type { InboxSnapshot } from "../store/inbox";
import type { Action } from "../store/action";
import type { Goal } from "../store/goal";
import type { Issue } from "../store/issue";
import type { Kpi } from "../store/kpi";
import type { Freshness, Workspace } from "../store/workspace";

/** What the screens show of the tenant; the hooks below read their part of it. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error("useWorkspace needs a WorkspaceProvider above it");
  return workspace;
}

/** The tenant's goals, newest first; the same array until one of them differs. */
export function useGoals(): readonly Goal[] {
  const { subscribe, getGoals } = useWorkspace();
  return useSyncExternalStore(subscribe, getGoals, getGoals);
}

/** The tenant's actions, newest first; the same array until one of them differs. */
export function useActions(): readonly Action[] {
  const { subscribe, getActions } = useWorkspace();
  return useSyncExternalStore(subscribe, getActions, getActions);
}

/** The tenant's KPIs with their last readings; the same array until one of them differs. */
export function useKpis(): readonly Kpi[] {
  const { subscribe, getKpis } = useWorkspace();
  return useSyncExternalStore(subscribe, getKpis, getKpis);
}

/** The tenant's issues, newest first; the same array until one of them differs. */
export function useIssues(): readonly Issue[] {
  const { subscribe, getIssues } = useWorkspace();
  return useSyncExternalStore(subscribe, getIssues, getIssues);
}

/** Whether what the screens show is what there is. */
export function useFreshness(): Freshness {
  const { subscribe, getFreshness } = useWorkspace();
  return useSyncExternalStore(subscribe, getFreshness, getFreshness);
}

/** What people and KPIs are called; another object when that differs. */
export function useNames(): Names {
  const { subscribe, getNames } = useWorkspace();
  return useSyncExternalStore(subscribe, getNames, getNames);
}

/** What the user was told, and how much of it waits to be seen. */
export function useInbox(): InboxSnapshot {
  const { subscribe, inbox } = useWorkspace();
  return useSyncExternalStore(subscribe, inbox.getSnapshot, inbox.getSnapshot);
}
