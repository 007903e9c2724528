import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Meter } from "../debug/meter";
import { useTenantActivity } from "../hooks/useActivity";
import { useRealtime } from "../hooks/useRealtime";
import { useWorkspace } from "../hooks/useWorkspace";
import { hrefOf, SCREENS, useRoute } from "../navigation/route";
import type { Route, Screen } from "../navigation/route";
import type { RealtimeSession } from "../services/realtime-websocket";
import type { Theme } from "../theme/useTheme";
import { ActionList } from "./ActionList";
import { ActivityFeed } from "./ActivityFeed";
import { Avatar } from "./Avatar";
import { DebugPanel } from "./DebugPanel";
import { GoalList } from "./GoalList";
import { GoalRoom } from "./GoalRoom";
import { Icon } from "./Icon";
import { IssueList } from "./IssueList";
import { KpiList } from "./KpiList";
import { TENANTS } from "./Login";
import { Panel } from "./Panel";
import { RealtimeIndicator } from "./RealtimeIndicator";

const TITLES: Readonly<Record<Screen, string>> = {
  overview: "Overview",
  goals: "Goals",
  actions: "Actions",
  kpis: "KPIs",
  issues: "Issues",
};

interface ShellProps {
  readonly session: RealtimeSession;
  readonly theme: Theme;
  readonly onToggleTheme: () => void;
  readonly onSession: (session: RealtimeSession | null) => void;
}

/** The page of somebody who is signed in. */
export function Shell({ session, theme, onToggleTheme, onSession }: ShellProps) {
  const route = useRoute();
  const { connection, now } = useRealtime();
  const [isDebugging, setIsDebugging] = useState(false);
  const meter = useMemo(() => new Meter(now), [now]);
  useEffect(() => (connection ? meter.attach(connection) : undefined), [connection, meter]);
  const tenants = [...new Set<string>([...TENANTS, session.tenantId])];

  return (
    <div className="shell">
      <nav className="nav" aria-label="Screens">
        <p className="brand">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="28" height="28" />
          <span>PurposePath</span>
        </p>
        <ul>
          {SCREENS.map((screen) => (
            <li key={screen}>
              <a href={hrefOf(screen)} aria-current={route.screen === screen ? "page" : undefined}>
                <Icon name={screen} />
                <span>{TITLES[screen]}</span>
              </a>
            </li>
          ))}
        </ul>
        <button
          type="button"
          className="nav-debug"
          aria-pressed={isDebugging}
          onClick={() => setIsDebugging(!isDebugging)}
        >
          <Icon name="debug" />
          <span>Debug</span>
        </button>
      </nav>
      <div className="page">
        <header className="topbar">
          <h1>{TITLES[route.screen]}</h1>
          <RealtimeIndicator />
          <label className="tenant">
            <span className="visually-hidden">Tenant</span>
            <select
              value={session.tenantId}
              onChange={({ target }) => onSession({ ...session, tenantId: target.value })}
            >
              {tenants.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <button
            type="button"
            className="button icon-only"
            aria-label={theme === "dark" ? "Light theme" : "Dark theme"}
            onClick={onToggleTheme}
          >
            <Icon name={theme === "dark" ? "sun" : "moon"} />
          </button>
          <span className="me" title={session.userId}>
            <Avatar name={session.userId} />
          </span>
          <button
            type="button"
            className="button icon-only"
            aria-label="Log out"
            title="Log out"
            onClick={() => onSession(null)}
          >
            <Icon name="logout" />
          </button>
        </header>
        <Notice />
        <main className="content">
          <ScreenOf route={route} />
        </main>
      </div>
      {isDebugging && <DebugPanel meter={meter} onClose={() => setIsDebugging(false)} />}
    </div>
  );
}

/** Says so when the page could not fetch what it shows. */
function Notice() {
  const { subscribe, getFreshness } = useWorkspace();
  const freshness = useSyncExternalStore(subscribe, getFreshness);
  if (freshness !== "failed") return null;
  return (
    <p className="notice" role="alert">
      What happened earlier could not be fetched. What happens from now on appears all the same.
    </p>
  );
}

function ScreenOf({ route }: { readonly route: Route }) {
  switch (route.screen) {
    case "goals":
      return route.goalId === null ? <GoalList limit={100} /> : <GoalRoom key={route.goalId} goalId={route.goalId} />;
    case "actions":
      return <ActionList limit={100} />;
    case "kpis":
      return <KpiList limit={60} />;
    case "issues":
      return <IssueList limit={100} />;
    default:
      return <Overview />;
  }
}

function Overview() {
  const activity = useTenantActivity();
  return (
    <>
      <KpiList limit={4} />
      <div className="columns overview">
        <div className="stack">
          <GoalList limit={6} />
          <ActionList limit={6} />
          <IssueList limit={4} />
        </div>
        <Panel title="Activity" className="activity">
          <ActivityFeed activity={activity} label="Activity of the tenant" />
        </Panel>
      </div>
    </>
  );
}
