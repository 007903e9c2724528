// Who is signed in, remembered across reloads and shared by the tabs of a browser; which tenant is looked
// at is each tab's own. The token is not part of it: it is asked for when a connection needs one, and kept
// nowhere.
import type { RealtimeSession } from "../services/realtime-websocket";

const KEY = "purposepath-session";

/** The session of this tab, and nothing that is none. */
export function readSession(): RealtimeSession | null {
  const shared = parse(localStorage.getItem(KEY));
  const own = parse(sessionStorage.getItem(KEY));
  // The user is whoever signed in last, in any tab; the tenant stays the one that was chosen here.
  return shared && own && own.userId === shared.userId ? own : shared;
}

/** Signs in or out, or chooses a tenant: here at once, in other tabs only who is signed in. */
export function writeSession(session: RealtimeSession | null): void {
  for (const storage of [sessionStorage, localStorage]) {
    if (session) storage.setItem(KEY, JSON.stringify(session));
    else storage.removeItem(KEY);
  }
}

/** The tab keeps its tenant from now on, whatever is chosen in others. */
export function keepTenant(session: RealtimeSession): void {
  sessionStorage.setItem(KEY, JSON.stringify(session));
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
