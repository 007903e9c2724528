// The application's other backend, as far as the example needs one: tokens and the REST API. The mock
// server's control port plays it; without one, tokens are the mock's short form and there is nothing
// to fetch. The product replaces this file by what it has.
import { decode } from "@purposepath/realtime";
import type { ServerMessage } from "@purposepath/realtime";
import type { TokenResult } from "@purposepath/realtime/connection";
import type { DirectoryContents, WantedNames } from "../store/directory";
import { endedBy, noticeOf } from "../store/notice";
import { Workspace } from "../store/workspace";
import type { WorkspaceContents } from "../store/workspace";
import type { RealtimeSession } from "./realtime-websocket";
import { namesOf } from "./sample-names";

/** How long a token lives, in seconds: as in the product. */
export const TOKEN_SECONDS = 900;

/** How many of the last events make up what the REST API knows. */
const HISTORY = 1000;

export interface Backend {
  /** `{ denied: true }` if the sign-in is over; rejects if nobody could say. */
  readonly fetchToken: (session: RealtimeSession) => Promise<TokenResult>;
  readonly fetchWorkspace: (session: RealtimeSession, signal: AbortSignal) => Promise<WorkspaceContents>;
  readonly fetchNames: (session: RealtimeSession, wanted: WantedNames) => Promise<DirectoryContents>;
}

const fetchNames: Backend["fetchNames"] = async (_, wanted) => namesOf(wanted);

/** What the backend refused. */
class Refusal extends Error {
  constructor(
    path: string,
    readonly status: number,
  ) {
    super(`${path} answered ${status}`);
  }
}

/** The backend behind the mock's control port, or the one that needs none. */
export function createBackend(controlUrl: string | undefined, tokenSeconds = TOKEN_SECONDS): Backend {
  if (!controlUrl) {
    return {
      fetchToken: async ({ tenantId, userId }) => `${tenantId}/${userId}/${tokenSeconds}`,
      fetchWorkspace: async (session) => contentsOf([], session),
      fetchNames,
    };
  }
  const get = async (path: string, query: Record<string, string>, signal?: AbortSignal): Promise<unknown> => {
    const url = new URL(path, controlUrl);
    url.search = new URLSearchParams(query).toString();
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok) throw new Refusal(path, response.status);
    return response.json();
  };
  return {
    fetchToken: async ({ tenantId, userId }) => {
      try {
        const answer = await get("/token", { tenant: tenantId, user: userId, expiresIn: String(tokenSeconds) });
        return (answer as { readonly token: string }).token;
      } catch (error) {
        // Only this is about the sign-in; a server that is away, or has a problem, is not.
        if (error instanceof Refusal && (error.status === 401 || error.status === 403)) return { denied: true };
        throw error;
      }
    },
    fetchWorkspace: async (session, signal) => {
      const frames = await get("/events", { tenant: session.tenantId, limit: String(HISTORY) }, signal);
      return contentsOf(Array.isArray(frames) ? frames : [], session);
    },
    fetchNames,
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
    notices: messages.filter((message) => noticeOf(message, session.userId) || endedBy(message)),
  };
}
