// Feeds the workspace: from the REST API at the start and each time that the connection is there anew,
// from events in between. One subscription for all screens, so that a tab which shows none of them loses nothing.
import { createContext, useEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";
import { askForNames } from "./names";
import { useRealtime } from "../hooks/useRealtime";
import type { RealtimeSession } from "../services/realtime-websocket";
import type { DirectoryContents, WantedNames } from "../store/directory";
import { Workspace } from "../store/workspace";
import type { WorkspaceContents } from "../store/workspace";

/** The REST API has so long to answer, in milliseconds; later than that it has failed. */
const FETCH_MS = 20_000;

/** Null outside a `WorkspaceProvider`. */
export const WorkspaceContext = createContext<Workspace | null>(null);

/** Asks the REST API for what the screens show; what comes after `signal` is of no use any more. */
export type FetchWorkspace = (session: RealtimeSession, signal: AbortSignal) => Promise<WorkspaceContents>;

/** Asks the REST API for names. */
export type FetchNames = (session: RealtimeSession, wanted: WantedNames) => Promise<DirectoryContents>;

export interface WorkspaceProviderProps {
  /** May be a new function each time. */
  readonly fetchWorkspace: FetchWorkspace;
  /** Without it, ids stand for themselves. May be a new function each time. */
  readonly fetchNames?: FetchNames;
  readonly children?: ReactNode;
}

/** Keeps a workspace of the session's own for the components below it. */
export function WorkspaceProvider({ fetchWorkspace, fetchNames, children }: WorkspaceProviderProps) {
  const { connection, session } = useRealtime();
  const latest = useRef({ fetchWorkspace, fetchNames });
  useEffect(() => {
    latest.current = { fetchWorkspace, fetchNames };
  });

  // Another tenant or user starts from nothing.
  const workspace = useMemo(() => new Workspace(session), [session]);

  useEffect(() => {
    if (!session) return undefined;
    const gone = new AbortController();
    const names = askForNames(workspace, (wanted) => latest.current.fetchNames?.(session, wanted));
    const load = async () => {
      const end = workspace.beginFetch();
      const mine = new AbortController();
      const abort = () => mine.abort();
      const timer = setTimeout(abort, FETCH_MS);
      gone.signal.addEventListener("abort", abort);
      const aborted = new Promise<null>((resolve) => mine.signal.addEventListener("abort", () => resolve(null)));
      // One that does not mind the signal must not hold up the page either.
      const answer = latest.current.fetchWorkspace(session, mine.signal).catch(() => null);
      end(await Promise.race([answer, aborted]));
      // Before the page is drawn, if they are quick: a value without its unit is half a value.
      if (!gone.signal.aborted) names.now();
      clearTimeout(timer);
      gone.signal.removeEventListener("abort", abort);
    };
    const leave = connection
      ? [
          connection.onAny((message, { stale }) => {
            workspace.apply(message, stale);
            names.look();
          }),
          // Live events wait for the promise, so none is overwritten by an older answer.
          connection.onResync(() => {
            // Not live until it is here: it may have been fetched before, but not what came between.
            workspace.setStale();
            return load();
          }),
          connection.subscribe(() => {
            const { status, everConnected } = connection.getSnapshot();
            if (status !== "connected" && everConnected) workspace.setStale();
          }),
        ]
      : [];
    workspace.setFetcher(() => void load());
    // With realtime or without, the page does not wait for a connection to show something.
    void load();
    return () => {
      gone.abort();
      names.stop();
      leave.forEach((unsubscribe) => unsubscribe());
    };
  }, [connection, session, workspace]);

  return <WorkspaceContext.Provider value={workspace}>{children}</WorkspaceContext.Provider>;
}
