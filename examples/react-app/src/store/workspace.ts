// What the screens show of one tenant: filled by the REST API, kept up to date by events. Events are
// taken in one by one as they arrive, but subscribers hear of them once a frame, so that a thousand a
// second are as much work for React as sixty. Everything is bounded.
import type { ServerMessage, UserId } from "@purposepath/realtime";
import { actionIdOf, applyToAction, newAction } from "./action";
import type { Action } from "./action";
import { Collection } from "./collection";
import type { Row } from "./collection";
import { describe, untitled } from "./describe";
import type { Titles } from "./describe";
import { Directory } from "./directory";
import type { DirectoryContents, Names, WantedNames } from "./directory";
import { Feed } from "./feed";
import type { FeedEntry, FeedSnapshot } from "./feed";
import { applyToGoal, goalIdOf, newGoal } from "./goal";
import type { Goal } from "./goal";
import { Inbox } from "./inbox";
import { applyToIssue, issueIdOf, newIssue } from "./issue";
import type { Issue } from "./issue";
import { applyToKpi, kpiIdOf, newKpi } from "./kpi";
import type { Kpi } from "./kpi";
import { pacedFrames } from "./pace";
import type { Schedule } from "./pace";
import type { RealtimeSession } from "../services/realtime-websocket";

/** Of each kind. */
export const MAX_ROWS = 200;
const MAX_ENTRIES = 200;
const MAX_ENTRIES_OF_GOAL = 50;

/** What the REST API knows of a tenant. */
export interface WorkspaceContents {
  readonly goals: readonly Goal[];
  readonly actions: readonly Action[];
  readonly kpis: readonly Kpi[];
  readonly issues: readonly Issue[];
  readonly activity: readonly FeedEntry[];
  /** Events of which the user is told, oldest first. */
  readonly notices: readonly ServerMessage[];
}

/** Whether what is shown is what there is. */
export interface Freshness {
  /**
   * `none`: nothing was fetched yet. `stale`: what was sent since may have been missed. `failed`: it was
   * asked for last without success, whatever was fetched before.
   */
  readonly state: "none" | "fresh" | "stale" | "failed";
  /** It is being asked for now. */
  readonly isFetching: boolean;
  /** When it was fetched last, on the page's clock; null before the first time. */
  readonly fetchedMs: number | null;
}

/** Takes back what was added. */
export type Unsubscribe = () => void;

const NO_ACTIVITY: FeedSnapshot = Object.freeze({ entries: [], news: 0 });

export class Workspace {
  private readonly goals = new Collection<Goal>(MAX_ROWS);
  private readonly actions = new Collection<Action>(MAX_ROWS);
  private readonly kpis = new Collection<Kpi>(MAX_ROWS);
  private readonly issues = new Collection<Issue>(MAX_ROWS);
  private readonly feed = new Feed(MAX_ENTRIES);
  /** Of the goals in the list. */
  private readonly feeds = new Map<string, Feed>();
  private readonly listeners = new Set<() => void>();
  private readonly directory = new Directory();
  readonly inbox: Inbox;
  private freshness: Freshness = { state: "none", isFetching: false, fetchedMs: null };
  /** How often the REST API was asked, how many of these questions are open, and how often something was missed. */
  private fetches = { asked: 0, open: 0, losses: 0 };
  private fetcher: () => void = () => {};
  private isScheduled = false;

  constructor(
    readonly session: RealtimeSession | null,
    private readonly schedule: Schedule = pacedFrames(),
    private readonly now: () => number = Date.now,
  ) {
    this.inbox = new Inbox(session && session.userId, () => this.publish());
    this.directory.wantPerson(session && session.userId);
  }

  readonly getGoals = (): readonly Goal[] => this.goals.snapshot();
  readonly getActions = (): readonly Action[] => this.actions.snapshot();
  readonly getKpis = (): readonly Kpi[] => this.kpis.snapshot();
  readonly getIssues = (): readonly Issue[] => this.issues.snapshot();
  readonly getActivity = (): FeedSnapshot => this.feed.snapshot();
  readonly getFreshness = (): Freshness => this.freshness;
  readonly getNames = (): Names => this.directory.getNames();

  private readonly titles: Titles = {
    goal: (id) => titleOf(this.goals.get(id), "goal", id),
    action: (id) => titleOf(this.actions.get(id), "action", id),
    issue: (id) => titleOf(this.issues.get(id), "issue", id),
    goalOfAction: (id) => {
      const action = this.actions.get(id);
      return action ? action.goalId : null;
    },
  };

  /** What a goal or an action is called, if it is known. */
  readonly titleOf = (id: string): string | null => {
    const row = this.goals.get(id) || this.actions.get(id);
    return row ? row.title : null;
  };

  getGoalActivity(goalId: string): FeedSnapshot {
    const feed = this.feeds.get(goalId);
    return feed ? feed.snapshot() : NO_ACTIVITY;
  }

  /** Hears, once a frame, that something differs. */
  readonly subscribe = (listener: () => void): Unsubscribe => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Takes in a live event; `isStale` if a newer one of its type and entity was seen before. */
  apply(message: ServerMessage, isStale: boolean): void {
    if (!isStale) {
      this.change(this.goals, goalIdOf(message), newGoal, applyToGoal, message);
      this.change(this.actions, actionIdOf(message), newAction, applyToAction, message);
      this.change(this.issues, issueIdOf(message), newIssue, applyToIssue, message);
      this.inbox.take(message);
    }
    // A reading is a value of its own, however late it comes.
    this.change(this.kpis, kpiIdOf(message), newKpi, applyToKpi, message);
    const entry = describe(message, this.titles);
    // One's own doings are no news.
    if (entry) this.record(entry, !this.session || entry.by !== this.session.userId);
    this.publish();
  }

  /**
   * Takes what the REST API says. No event deletes anything, so nothing that it leaves out goes; a
   * row that an event has changed since is kept.
   */
  load(contents: WorkspaceContents): void {
    replace(this.goals, contents.goals);
    replace(this.actions, contents.actions);
    replace(this.kpis, contents.kpis);
    replace(this.issues, contents.issues);
    // What happened while there was no connection is news; what was there at the start is not.
    const isNews = this.feed.snapshot().entries.length > 0;
    for (const entry of contents.activity) this.record(entry, isNews);
    this.inbox.load(contents.notices);
    for (const notice of contents.notices) this.wantNamesIn(describe(notice, this.titles));
    contents.goals.forEach(({ owner }) => this.directory.wantPerson(owner));
    contents.actions.forEach(({ assignee }) => this.directory.wantPerson(assignee));
    contents.issues.forEach(({ assignee }) => this.directory.wantPerson(assignee));
    contents.kpis.forEach(({ id }) => this.directory.wantKpi(id));
    this.publish();
  }

  /** Asks the REST API again. */
  readonly refetch = (): void => this.fetcher();

  /** Says who asks the REST API. */
  setFetcher(fetcher: () => void): void {
    this.fetcher = fetcher;
  }

  /** The REST API is asked. What it returns takes the answer, null if there is none. */
  beginFetch(): (answer: WorkspaceContents | null) => void {
    const { fetches } = this;
    const number = (fetches.asked += 1);
    const { losses } = fetches;
    fetches.open += 1;
    this.setFreshness({ isFetching: true });
    return (answer) => {
      fetches.open -= 1;
      if (answer) this.load(answer);
      // What was asked later is the later word.
      const isLast = number === fetches.asked;
      let { state } = this.freshness;
      if (isLast) state = !answer ? "failed" : losses === fetches.losses ? "fresh" : "stale";
      else if (answer && state === "none") state = "stale";
      const fetchedMs = answer ? this.now() : this.freshness.fetchedMs;
      this.setFreshness({ state, fetchedMs, isFetching: fetches.open > 0 });
    };
  }

  /** What was sent since the REST API was asked may have been missed. */
  setStale(): void {
    this.fetches.losses += 1;
    if (this.freshness.state === "fresh") this.setFreshness({ state: "stale" });
  }

  /** Names for which the REST API is to be asked now. */
  readonly takeWanted = () => this.directory.takeWanted();

  /** Nobody could say them: they are still wanted. */
  readonly putBackNames = (wanted: WantedNames): void => this.directory.putBack(wanted);

  readonly addNames = (contents: DirectoryContents): void => {
    this.directory.add(contents);
    this.publish();
  };

  private setFreshness(change: Partial<Freshness>): void {
    this.freshness = { ...this.freshness, ...change };
    this.publish();
  }

  private change<Kind extends Row>(
    rows: Collection<Kind>,
    id: string | null,
    create: (id: string) => Kind,
    applyTo: (row: Kind, message: ServerMessage) => Kind,
    message: ServerMessage,
  ): void {
    if (id === null) return;
    const before = rows.get(id) || create(id);
    const after = applyTo(before, message);
    if (after === before) return;
    const { owner, assignee } = after as { readonly owner?: UserId | null; readonly assignee?: UserId | null };
    this.directory.wantPerson(owner || assignee);
    const at = message.timestamp === undefined || message.timestamp < before.at ? before.at : message.timestamp;
    rows.put({ ...after, at, revision: before.revision + 1, changedMs: this.now() });
  }

  private record(entry: FeedEntry, isNews: boolean): void {
    this.wantNamesIn(entry);
    this.feed.add(entry, isNews);
    if (entry.goalId === null) return;
    let feed = this.feeds.get(entry.goalId);
    if (!feed) {
      feed = new Feed(MAX_ENTRIES_OF_GOAL);
      this.feeds.set(entry.goalId, feed);
      if (this.feeds.size > MAX_ROWS) this.feeds.delete(this.feeds.keys().next().value as string);
    }
    feed.add(entry, isNews);
  }

  private wantNamesIn(entry: FeedEntry | null): void {
    if (!entry) return;
    this.directory.wantPerson(entry.by);
    if (!entry.mention) return;
    if (entry.mention.kind === "person") this.directory.wantPerson(entry.mention.id);
    else this.directory.wantKpi(entry.mention.id);
  }

  private publish(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.schedule(() => {
      this.isScheduled = false;
      this.listeners.forEach((listener) => listener());
    });
  }
}

function replace<Kind extends Row>(rows: Collection<Kind>, known: readonly Kind[]): void {
  // The list is newest first, a collection takes the oldest first.
  for (let index = known.length - 1; index >= 0; index -= 1) {
    const row = known[index] as Kind;
    const before = rows.get(row.id);
    if (before && before.at > row.at) continue;
    // Nothing is highlighted for having been fetched.
    rows.put(before ? { ...row, revision: before.revision, changedMs: before.changedMs } : { ...row, revision: 0 });
  }
}

function titleOf(row: { readonly title: string | null } | undefined, kind: string, id: string): string {
  return (row && row.title) || untitled(kind, id);
}
