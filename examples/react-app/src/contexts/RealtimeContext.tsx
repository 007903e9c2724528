// Owns the one connection of the page: there is one exactly while realtime is on and somebody is
// signed in, and another tenant or user gets another. The hooks of the package find it in the package's
// provider; the value here does not change with the status, so that a status that flaps renders nothing
// but what shows it (`useRealtimeStatus`).
import { createContext, useEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";
import type { ConnectionEnvironment, RealtimeConnection } from "@purposepath/realtime/connection";
import { RealtimeProvider as ConnectionProvider } from "@purposepath/realtime/react";
import type { RealtimeConfig } from "../config/realtime-config";
import { createRealtimeConnection } from "../services/realtime-websocket";
import type { GetToken, RealtimeSession } from "../services/realtime-websocket";

/** What `useRealtime` reads. */
export interface RealtimeContextValue {
  readonly config: RealtimeConfig;
  readonly session: RealtimeSession | null;
  /** Null while realtime is off or nobody is signed in. */
  readonly connection: RealtimeConnection | null;
  /** The clock of the connection's times, in milliseconds. */
  readonly now: () => number;
}

/** Null outside a `RealtimeProvider`. */
export const RealtimeContext = createContext<RealtimeContextValue | null>(null);

export interface RealtimeProviderProps {
  readonly config: RealtimeConfig;
  /** Null while nobody is signed in. May be a new object each time. */
  readonly session: RealtimeSession | null;
  /** May be a new function each time. */
  readonly getToken: GetToken;
  /** What replaces parts of the browser, in tests; must be the same object each time. */
  readonly environment?: Partial<ConnectionEnvironment>;
  readonly children?: ReactNode;
}

/** Keeps a connection for the components below it. On a server it does nothing. */
export function RealtimeProvider(props: RealtimeProviderProps) {
  const { config, session, getToken, environment, children } = props;
  const latestGetToken = useRef(getToken);
  useEffect(() => {
    latestGetToken.current = getToken;
  });

  const url = config.state === "on" ? config.url : null;
  const tenantId = session && session.tenantId;
  const userId = session && session.userId;
  const connection = useMemo(() => {
    if (url === null || tenantId === null || userId === null) return null;
    // The ref is read when a token is asked for, never while rendering.
    // oxlint-disable-next-line react/refs
    return createRealtimeConnection({
      url,
      session: { tenantId, userId },
      getToken: (request) => latestGetToken.current(request),
      ...(environment && { environment }),
    });
  }, [url, tenantId, userId, environment]);

  // The children's effects run before this one, so their handlers are there when the socket opens.
  useEffect(() => {
    if (!connection) return undefined;
    connection.start();
    return () => connection.stop();
  }, [connection]);

  const now = (environment && environment.now) || Date.now;
  // The same object until the tenant or the user is another.
  const owner = useMemo(() => (tenantId === null || userId === null ? null : { tenantId, userId }), [tenantId, userId]);
  const value = useMemo<RealtimeContextValue>(
    () => ({ config, session: owner, connection, now }),
    [config, owner, connection, now],
  );
  return (
    <RealtimeContext.Provider value={value}>
      <ConnectionProvider connection={connection}>{children}</ConnectionProvider>
    </RealtimeContext.Provider>
  );
}
