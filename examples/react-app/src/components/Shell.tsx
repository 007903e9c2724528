import { useEffect, useMemo, useRef, useState } from "react";
import { Meter } from "../debug/meter";
import { useTenantActivity } from "../hooks/useActivity";
import { useRealtime } from "../hooks/useRealtime";
import { useGoals, useInbox, useWorkspace } from "../hooks/useWorkspace";
import { hrefOf, SCREENS, subjectOf, useRoute } from "../navigation/route";
import type { Route, Screen } from "../navigation/route";
import type { RealtimeSession } from "../services/realtime-websocket";
import { untitled } from "../store/describe";
import type { Theme } from "../theme/useTheme";
import { AccountMenu } from "./AccountMenu";
import { ActionList } from "./ActionList";
import { ActivityFeed } from "./ActivityFeed";
import { Banner } from "./Banner";
import { DebugPanel } from "./DebugPanel";
import { GoalList } from "./GoalList";
import { GoalRoom } from "./GoalRoom";
import { Icon } from "./Icon";
import { IssueList } from "./IssueList";
import { KpiList } from "./KpiList";
import { NotificationCentre } from "./NotificationCentre";
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
  /** Somebody has just signed in here: the focus comes from the form that is gone. */
  readonly isArrival: boolean;
  readonly theme: Theme;
  readonly onToggleTheme: () => void;
  readonly onSession: (session: RealtimeSession | null) => void;
}

/** The page of somebody who is signed in. */
export function Shell({ session, isArrival, theme, onToggleTheme, onSession }: ShellProps) {
  const route = useRoute();
  const { connection, now } = useRealtime();
  const { inbox } = useWorkspace();
  const { items, unread } = useInbox();
  const [isDebugging, setIsDebugging] = useState(false);
  const meter = useMemo(() => new Meter(now), [now]);
  useEffect(() => (connection ? meter.attach(connection) : undefined), [connection, meter]);

  const title = route.screen === null ? "Not found" : TITLES[route.screen];
  useDocumentTitle(route, title, unread);
  const heading = useFocusOnArrival(route, isArrival);
  const subject = subjectOf(route);
  // Also what arrives while its place is on the screen.
  const isSeen = items.some(({ isUnread, notice }) => isUnread && notice.id === subject);
  useEffect(() => {
    if (isSeen && subject !== null) inbox.see(subject);
  }, [isSeen, subject, inbox]);

  const main = useRef<HTMLElement>(null);
  return (
    <div className="shell">
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          // The address after `#` is a screen's.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to the content
      </a>
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
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <RealtimeIndicator meter={meter} />
          <NotificationCentre />
          <AccountMenu session={session} theme={theme} onToggleTheme={onToggleTheme} onSession={onSession} />
        </header>
        <Banner onLogOut={() => onSession(null)} />
        <main className="content" id="content" ref={main} tabIndex={-1}>
          <ScreenOf route={route} />
        </main>
      </div>
      {isDebugging && <DebugPanel meter={meter} onClose={() => setIsDebugging(false)} />}
    </div>
  );
}

/** What the tab is called: how much waits, and where it is. */
function useDocumentTitle({ screen, id }: Route, title: string, unread: number) {
  const goal = useGoals().find((row) => screen === "goals" && row.id === id);
  const place = screen === "goals" && id !== null ? (goal?.title ?? untitled("goal", id)) : title;
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${place} · PurposePath`;
  }, [place, unread]);
  useEffect(
    () => () => {
      document.title = "PurposePath";
    },
    [],
  );
}

/** Another screen is read from its title on; a row that the address names takes the focus itself. */
function useFocusOnArrival(route: Route, isArrival: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef<Route | null>(isArrival ? null : route);
  useEffect(() => {
    if (shown.current === route) return;
    shown.current = route;
    if (document.activeElement?.getAttribute("data-target") === "true") return;
    document.documentElement.scrollTop = 0;
    heading.current?.focus();
  }, [route]);
  return heading;
}

function ScreenOf({ route: { screen, id } }: { readonly route: Route }) {
  switch (screen) {
    case "overview":
      return <Overview />;
    case "goals":
      return id === null ? <GoalList limit={100} /> : <GoalRoom key={id} goalId={id} />;
    case "actions":
      return <ActionList limit={100} target={id} />;
    case "kpis":
      return <KpiList limit={60} target={id} />;
    case "issues":
      return <IssueList limit={100} target={id} />;
    default:
      return (
        <section className="card hero">
          <h2>There is no such page</h2>
          <p className="hero-text">The address may be mistyped, or the page has moved.</p>
          <a className="button primary fit" href={hrefOf("overview")}>
            Go to the overview
          </a>
        </section>
      );
  }
}

function Overview() {
  const activity = useTenantActivity();
  return (
    <>
      <KpiList limit={4} moreHref={hrefOf("kpis")} />
      <div className="columns overview">
        <div className="stack">
          <GoalList limit={6} moreHref={hrefOf("goals")} />
          <ActionList limit={6} moreHref={hrefOf("actions")} />
          <IssueList limit={4} moreHref={hrefOf("issues")} />
        </div>
        <Panel title="Activity" className="activity">
          <ActivityFeed activity={activity} label="Activity of the tenant" />
        </Panel>
      </div>
    </>
  );
}
