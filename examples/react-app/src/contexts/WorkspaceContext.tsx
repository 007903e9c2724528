// Feeds the workspace: from the REST API at the start and each time that the connection is there anew,
// from events in between. One subscription for all screens, so that a tab which shows none of them loses nothing.
import { createContext, useEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { useRealtime } from "../hooks/useRealtime";
import type { RealtimeSession } from "../services/realtime-websocket";
import { Workspace } from "../store/workspace";
import type { WorkspaceContents } from "../store/workspace";

/** Null outside a `WorkspaceProvider`. */
export const WorkspaceContext = createContext<Workspace | null>(null);

/** Asks the REST API for what the screens show; what comes after `signal` is of no use any more. */
export type FetchWorkspace = (session: RealtimeSession, signal: AbortSignal) => Promise<WorkspaceContents>;

export interface WorkspaceProviderProps {
  /** May be a new function each time. */
  readonly fetchWorkspace: FetchWorkspace;
  readonly children?: ReactNode;
}

/** Keeps a workspace of the session's own for the components below it. */
export function WorkspaceProvider({ fetchWorkspace, children }: WorkspaceProviderProps) {
  const { connection, session } = useRealtime();
  const latestFetch = useRef(fetchWorkspace);
  useEffect(() => {
    latestFetch.current = fetchWorkspace;
  });

  // Another tenant or user starts from nothing.
  const workspace = useMemo(() => new Workspace(session), [session]);

  useEffect(() => {
    if (!session) return undefined;
    const aborter = new AbortController();
    const load = async () => {
      workspace.setFreshness("loading");
      try {
        const contents = await latestFetch.current(session, aborter.signal);
        if (!aborter.signal.aborted) workspace.load(contents);
      } catch {
        if (!aborter.signal.aborted) workspace.setFreshness("failed");
      }
    };
    const leave = connection
      ? [
          connection.onAny((message, { stale }) => workspace.apply(message, stale)),
          // Live events wait for the promise, so none is overwritten by an older answer.
          connection.onResync(load),
        ]
      : [];
    // With realtime or without, the page does not wait for a connection to show something.
    void load();
    return () => {
      aborter.abort();
      leave.forEach((unsubscribe) => unsubscribe());
    };
  }, [connection, session, workspace]);

  return <WorkspaceContext.Provider value={workspace}>{children}</WorkspaceContext.Provider>;
}
