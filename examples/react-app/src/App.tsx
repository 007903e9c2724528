import { useCallback, useMemo, useState } from "react";
import { RealtimeProvider } from "./contexts/RealtimeContext";
import { WorkspaceProvider } from "./contexts/WorkspaceContext";
import { Login } from "./components/Login";
import { Shell } from "./components/Shell";
import type { RealtimeConfig } from "./config/realtime-config";
import { RealtimeToasts } from "./notifications/RealtimeToasts";
import type { Backend } from "./services/backend";
import type { RealtimeSession } from "./services/realtime-websocket";
import { useSession } from "./session/useSession";
import { useTheme } from "./theme/useTheme";
import type { ConnectionEnvironment } from "@purposepath/realtime/connection";

export interface AppProps {
  readonly config: RealtimeConfig;
  readonly backend: Backend;
  /** What replaces parts of the browser, in tests. */
  readonly environment?: Partial<ConnectionEnvironment>;
}

export function App({ config, backend, environment }: AppProps) {
  const [session, setSession] = useSession();
  const [theme, toggleTheme] = useTheme();
  // Whether somebody has signed in or out here: then the focus has to be put somewhere.
  const [isArrival, setIsArrival] = useState(false);
  const change = useCallback(
    (next: RealtimeSession | null) => {
      setIsArrival(true);
      setSession(next);
    },
    [setSession],
  );
  const getToken = useCallback(
    () => (session ? backend.fetchToken(session) : ({ denied: true } as const)),
    [backend, session],
  );
  const replaced = useMemo(() => (environment ? { environment } : {}), [environment]);
  return (
    <RealtimeProvider config={config} session={session} getToken={getToken} {...replaced}>
      <WorkspaceProvider fetchWorkspace={backend.fetchWorkspace} fetchNames={backend.fetchNames}>
        {session ? (
          <Shell
            session={session}
            isArrival={isArrival}
            theme={theme}
            onToggleTheme={toggleTheme}
            onSession={change}
          />
        ) : (
          <Login isArrival={isArrival} onLogin={change} />
        )}
        <RealtimeToasts theme={theme} />
      </WorkspaceProvider>
    </RealtimeProvider>
  );
}
