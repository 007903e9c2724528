import { useCallback, useEffect, useState } from "react";
import type { RealtimeSession } from "../services/realtime-websocket";
import { keepTenant, onSessionChange, readSession, writeSession } from "./session";

/** The session, and how to change it; another tab's sign-in or sign-out is this one's too. */
export function useSession() {
  const [session, setSession] = useState(readSession);
  useEffect(() => {
    if (session) keepTenant(session);
  }, [session]);
  useEffect(() => onSessionChange(() => setSession(readSession())), []);
  const change = useCallback((next: RealtimeSession | null) => {
    writeSession(next);
    setSession(next);
  }, []);
  return [session, change] as const;
}
