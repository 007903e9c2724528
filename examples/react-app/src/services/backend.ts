// The application's other backend, as far as the example needs one: tokens and the REST API. The mock
// server's control port plays it; without one, tokens are the mock's short form and there is nothing
// to fetch. The product replaces this file by what it has.
import { decode } from "@purposepath/realtime";
import type { ServerMessage } from "@purposepath/realtime";
import { Workspace } from "../store/workspace";
import type { WorkspaceContents } from "../store/workspace";
import type { RealtimeSession } from "./realtime-websocket";

/** How long a token lives, in seconds: as in the product. */
export const TOKEN_SECONDS = 900;

/** How many of the last events make up what the REST API knows. */
const HISTORY = 1000;

export interface Backend {
  readonly fetchToken: (session: RealtimeSession) => Promise<string>;
  readonly fetchWorkspace: (session: RealtimeSession, signal: AbortSignal) => Promise<WorkspaceContents>;
}

/** The backend behind the mock's control port, or the one that needs none. */
export function createBackend(controlUrl: string | undefined, tokenSeconds = TOKEN_SECONDS): Backend {
  if (!controlUrl) {
    return {
      fetchToken: async ({ tenantId, userId }) => `${tenantId}/${userId}/${tokenSeconds}`,
      fetchWorkspace: async (session) => contentsOf([], session),
    };
  }
  const get = async (path: string, query: Record<string, string>, signal?: AbortSignal): Promise<unknown> => {
    const url = new URL(path, controlUrl);
    url.search = new URLSearchParams(query).toString();
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
  return {
    fetchToken: async ({ tenantId, userId }) => {
      const answer = await get("/token", { tenant: tenantId, user: userId, expiresIn: String(tokenSeconds) });
      return (answer as { readonly token: string }).token;
    },
    fetchWorkspace: async (session, signal) => {
      const frames = await get("/events", { tenant: session.tenantId, limit: String(HISTORY) }, signal);
      return contentsOf(Array.isArray(frames) ? frames : [], session);
    },
  };
}

/** What follows from events, as a REST API would know it. */
function contentsOf(frames: readonly unknown[], session: RealtimeSession): WorkspaceContents {
  const workspace = new Workspace(session, () => {});
  const messages = frames
    .map((frame) => decode(frame))
    .flatMap((decoded): ServerMessage[] => (decoded.kind === "event" ? [decoded.message] : []))
    .sort((a, b) => (a.timestamp ?? "").localeCompare(b.timestamp ?? ""));
  for (const message of messages) workspace.apply(message, false);
  return {
    goals: workspace.getGoals(),
    actions: workspace.getActions(),
    kpis: workspace.getKpis(),
    issues: workspace.getIssues(),
    activity: workspace.getActivity().entries,
  };
}
