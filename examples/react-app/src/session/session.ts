// Who is signed in, remembered across reloads and shared by the tabs of a browser; which tenant is looked
// at is each tab's own. The token is not part of it: it is asked for when a connection needs one, and kept
// nowhere.
import type { RealtimeSession } from "../services/realtime-websocket";
import { keep, recall } from "./kept";

const KEY = "purposepath-session";

/** The session of this tab, and nothing that is none. */
export function readSession(): RealtimeSession | null {
  const shared = parse(recall("localStorage", KEY));
  const own = parse(recall("sessionStorage", KEY));
  // The user is whoever signed in last, in any tab; the tenant stays the one that was chosen here.
  return shared && own && own.userId === shared.userId ? own : shared;
}

/** Signs in or out, or chooses a tenant: here at once, in other tabs only who is signed in. */
export function writeSession(session: RealtimeSession | null): void {
  const text = session && JSON.stringify(session);
  for (const place of ["sessionStorage", "localStorage"] as const) keep(place, KEY, text);
}

/** The tab keeps its tenant from now on, whatever is chosen in others. */
export function keepTenant(session: RealtimeSession): void {
  keep("sessionStorage", KEY, JSON.stringify(session));
}

/** Hears that another tab signed in or out. */
export function onSessionChange(run: () => void): () => void {
  const listener = ({ key }: StorageEvent) => {
    if (key === KEY || key === null) run();
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}

function parse(text: string | null): RealtimeSession | null {
  try {
    const value = JSON.parse(text ?? "null") as Partial<RealtimeSession> | null;
    if (!value || typeof value.tenantId !== "string" || typeof value.userId !== "string") return null;
    return { tenantId: value.tenantId, userId: value.userId };
  } catch {
    return null;
  }
}
