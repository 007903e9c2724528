// Who is signed in, remembered across reloads and shared by the tabs of a browser. The token is not
// part of it: it is asked for when a connection needs one, and kept nowhere.
import type { RealtimeSession } from "../services/realtime-websocket";

const KEY = "purposepath-session";

/** The session, and nothing that is none. */
export function readSession(): RealtimeSession | null {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? "null") as Partial<RealtimeSession> | null;
    if (!value || typeof value.tenantId !== "string" || typeof value.userId !== "string") return null;
    return { tenantId: value.tenantId, userId: value.userId };
  } catch {
    return null;
  }
}

export function writeSession(session: RealtimeSession | null): void {
  if (session) localStorage.setItem(KEY, JSON.stringify(session));
  else localStorage.removeItem(KEY);
}

/** Hears that another tab signed in or out. */
export function onSessionChange(run: () => void): () => void {
  const listener = ({ key }: StorageEvent) => {
    if (key === KEY || key === null) run();
  };
  window.addEventListener("storage", listener);
  return () => window.removeEventListener("storage", listener);
}
