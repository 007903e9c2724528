import { expect, test, vi } from "vitest";
import { EVENT_TYPES } from "@purposepath/realtime";
import type { ServerMessage } from "@purposepath/realtime";
import { fixtures } from "@purposepath/realtime/fixtures";
import { example } from "../testing/render";
import { Workspace } from "./workspace";
import type { WorkspaceContents } from "./workspace";

/** A workspace whose frames come when the test says so. */
function workspace() {
  const frames: (() => void)[] = [];
  const it = new Workspace({ tenantId: "tenant-123", userId: "user-456" }, (run) => frames.push(run));
  const take = (...messages: ServerMessage[]) => messages.forEach((message) => it.apply(message, false));
  const paint = () => frames.splice(0).forEach((run) => run());
  return { it, take, paint, frames };
}

const at = (second: number) => ({
  timestamp: `2025-11-03T14:30:${String(second).padStart(2, "0")}.000Z`,
  eventId: `event-${second}`,
});
const goalId = "goal-1";
const actionId = "action-1";
const issueId = "issue-1";

const contents = (given: Partial<WorkspaceContents>): WorkspaceContents => ({
  goals: [],
  actions: [],
  kpis: [],
  issues: [],
  activity: [],
  notices: [],
  ...given,
});

test("a goal goes through its life", () => {
  const { it, take } = workspace();
  const status = () => it.getGoals()[0]?.status;
  take(example("goal.created", { goalId, title: "Grow", status: "draft" }, at(1)));
  expect(it.getGoals()[0]).toMatchObject({ id: goalId, title: "Grow", status: "draft", revision: 1 });
  take(example("goal.activated", { goalId, newStatus: "active" }, at(2)));
  expect(status()).toBe("active");
  take(example("goal.paused", { goalId }, at(3)));
  expect(status()).toBe("paused");
  take(example("goal.resumed", { goalId }, at(4)));
  expect(status()).toBe("active");
  take(example("goal.cancelled", { goalId }, at(5)));
  expect(status()).toBe("cancelled");
  take(example("goal.completed", { goalId }, at(6)));
  expect(it.getGoals()).toHaveLength(1);
  expect(it.getGoals()[0]).toMatchObject({ status: "completed", revision: 6 });
});

test("an action goes through its life", () => {
  const { it, take } = workspace();
  take(example("action.created", { actionId, goalId, title: "Call", priority: "low", status: "todo" }, at(1)));
  take(example("action.status_changed", { actionId, newStatus: "in_progress" }, at(2)));
  take(example("action.priority_changed", { actionId, newPriority: "critical" }, at(3)));
  take(example("action.reassigned", { actionId, newAssignee: "user-9" }, at(4)));
  take(example("action.progress_updated", { actionId, newProgress: 62.5 }, at(5)));
  expect(it.getActions()[0]).toMatchObject({
    title: "Call",
    status: "in_progress",
    priority: "critical",
    assignee: "user-9",
    progress: 62.5,
  });
  take(example("action.completed", { actionId }, at(6)));
  expect(it.getActions()[0]).toMatchObject({ status: "completed", progress: 100 });
});

test("an issue is reported and moves on", () => {
  const { it, take } = workspace();
  const created = example("issue.created", { issueId, severity: "critical", status: "open" }, at(1));
  delete created.data.assignedTo;
  take(created, example("issue.status_changed", { issueId, newStatus: "resolved" }, at(2)));
  expect(it.getIssues()[0]).toMatchObject({ severity: "critical", status: "resolved", assignee: null });
});

test("the readings of a KPI are sorted by when they were recorded, each once, the last thirty", () => {
  const { it, take } = workspace();
  for (let second = 40; second > 0; second -= 1) {
    take(
      example(
        "kpi.reading.created",
        { kpiId: "kpi-1", readingId: `r${second}`, value: second, recordedAt: at(second).timestamp },
        at(second),
      ),
    );
  }
  take(
    example(
      "kpi.reading.created",
      { kpiId: "kpi-1", readingId: "r40", value: 41, recordedAt: at(40).timestamp },
      at(50),
    ),
  );
  const values = it.getKpis()[0]?.readings.map(({ value }) => value);
  expect(values).toEqual([...Array.from({ length: 29 }, (_, index) => index + 11), 41]);
});

test("what an event does not know yet is told by a later one", () => {
  const { it, take } = workspace();
  take(example("action.progress_updated", { actionId, newProgress: 10 }, at(5)));
  expect(it.getActions()[0]).toMatchObject({ title: null, progress: 10, status: null });
  take(example("action.created", { actionId, title: "Call" }, at(6)));
  expect(it.getActions()[0]).toMatchObject({ title: "Call", progress: 10 });
});

test("a status that comes late does not replace a newer one, whatever told it", () => {
  const { it, take } = workspace();
  take(example("goal.completed", { goalId }, at(9)), example("goal.activated", { goalId }, at(8)));
  take(example("goal.created", { goalId, title: "Grow", status: "draft" }, at(1)));
  expect(it.getGoals()[0]).toMatchObject({ title: "Grow", status: "completed" });
});

test("a stale event changes no row, but is in the feed at its place", () => {
  const { it, take } = workspace();
  take(example("goal.activated", { goalId, newStatus: "active" }, at(9)));
  it.apply(example("goal.activated", { goalId, newStatus: "archived" }, at(3)), true);
  expect(it.getGoals()[0]?.status).toBe("active");
  expect(it.getActivity().entries.map((entry) => entry.at)).toEqual([at(9).timestamp, at(3).timestamp]);
});

test("a feed shows each event once, newest first, and never more than it may", () => {
  const { it } = workspace();
  const notes = Array.from({ length: 500 }, (_, index) => {
    const timestamp = new Date(Date.UTC(2025, 10, 3) + index * 1000).toISOString();
    return example("goal.activity.created", { goalId, activityId: `a${index}` }, { timestamp, eventId: `e${index}` });
  });
  for (const note of [...notes, ...notes]) it.apply(note, false);
  const { entries } = it.getActivity();
  expect(entries).toHaveLength(200);
  expect(entries[0]?.id).toBe("e499");
  expect(it.getGoalActivity(goalId).entries).toHaveLength(50);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(200);
});

test("an event without an id is told apart by its type, its entity and its time", () => {
  const { it, take } = workspace();
  const note = example("goal.activity.created", { goalId, activityId: "a" }, { timestamp: at(1).timestamp });
  delete note.eventId;
  take(note, note, { ...note, timestamp: at(2).timestamp });
  expect(it.getActivity().entries).toHaveLength(2);
});

test("a goal's room has what happens to its actions, decisions and attachments", () => {
  const { it, take } = workspace();
  take(example("action.created", { actionId, goalId }, at(1)));
  take(example("action.completed", { actionId, onTime: false }, at(2)));
  take(example("decision.created", { goalId }, at(3)));
  take(example("attachment.created", { entityType: "goal", entityId: goalId }, at(4)));
  take(example("attachment.created", { entityType: "action", entityId: actionId }, at(5)));
  take(example("attachment.created", { entityType: "issue", entityId: issueId }, at(6)));
  take(example("attachment.created", { entityType: "contract", entityId: "c" }, at(7)));
  take(example("issue.status_changed", { issueId }, at(8)));
  expect(it.getGoalActivity(goalId).entries.map(({ type }) => type)).toEqual([
    "attachment.created",
    "attachment.created",
    "decision.created",
    "action.completed",
    "action.created",
  ]);
  expect(it.getActivity().entries).toHaveLength(8);
  expect(it.getGoalActivity("another").entries).toEqual([]);
});

test("every event type is taken in; those about the connection are no news", () => {
  const { it, take } = workspace();
  for (const type of EVENT_TYPES) take(fixtures[type]);
  const silent = ["auth.success", "auth.error", "connection.error", "broadcast.error", "error", "ping"];
  expect(
    it
      .getActivity()
      .entries.map(({ type }) => type)
      .sort(),
  ).toEqual(EVENT_TYPES.filter((type) => !silent.includes(type)).sort());
});

test("a list holds the rows that changed last", () => {
  const { it, take } = workspace();
  for (let index = 0; index < 200; index += 1)
    take(example("goal.created", { goalId: `g${index}` }, { eventId: `c${index}` }));
  take(example("goal.paused", { goalId: "g0" }, at(59)));
  take(example("goal.created", { goalId: "g200" }, { eventId: "c200" }));
  const ids = it.getGoals().map(({ id }) => id);
  expect(ids).toHaveLength(200);
  expect(ids).toContain("g0");
  expect(ids).not.toContain("g1");
  expect(ids[0]).toBe("g200");
});

test("a thousand events are one frame, and a list that did not change is the same array", () => {
  const { it, take, paint, frames } = workspace();
  const heard = vi.fn();
  const leave = it.subscribe(heard);
  const { getIssues } = it;
  const issues = getIssues();
  for (let index = 0; index < 1000; index += 1)
    take(example("goal.created", { goalId: `g${index % 7}` }, { eventId: `c${index}` }));
  expect(frames).toHaveLength(1);
  expect(heard).not.toHaveBeenCalled();
  paint();
  expect(heard).toHaveBeenCalledTimes(1);
  expect(getIssues()).toBe(issues);
  expect(it.getGoals()).toBe(it.getGoals());
  leave();
  take(fixtures["goal.paused"]);
  paint();
  expect(heard).toHaveBeenCalledTimes(1);
});

test("what the REST API says is taken, unless an event has changed it since; nothing of it is highlighted", () => {
  const known = workspace();
  known.take(
    example("goal.created", { goalId, title: "From REST", status: "draft" }, at(1)),
    example("goal.created", { goalId: "g2" }, at(2)),
  );
  const { it, take } = workspace();
  take(example("goal.completed", { goalId }, at(5)));
  it.load(contents({ goals: known.it.getGoals(), activity: known.it.getActivity().entries }));
  expect(it.getGoals().map(({ id, status, revision }) => [id, status, revision])).toEqual([
    ["g2", "draft", 0],
    [goalId, "completed", 1],
  ]);
  expect(it.getActivity().entries).toHaveLength(3);
});

test("what is fetched first is no news, what is fetched after an interruption is", () => {
  const known = workspace();
  known.take(example("goal.created", { goalId }, at(1)));
  const { it } = workspace();
  it.load(contents({ activity: known.it.getActivity().entries }));
  expect(it.getActivity().news).toBe(0);
  known.take(example("goal.paused", { goalId }, at(2)));
  it.load(contents({ activity: known.it.getActivity().entries }));
  expect(it.getActivity().news).toBe(1);
});

test("what was asked last decides how fresh it is, whatever is answered last", () => {
  const { it } = workspace();
  const state = () => {
    const { state: name, isFetching, fetchedMs } = it.getFreshness();
    return `${name}${isFetching ? ", asking" : ""}${fetchedMs === null ? ", nothing yet" : ""}`;
  };
  expect(state()).toBe("none, nothing yet");
  const [first, second] = [it.beginFetch(), it.beginFetch()];
  first(null);
  expect(state()).toBe("none, asking, nothing yet");
  second(contents({}));
  expect(state()).toBe("fresh");

  const [old, failing] = [it.beginFetch(), it.beginFetch()];
  failing(null);
  expect(state()).toBe("failed, asking");
  old(contents({}));
  expect(state()).toBe("failed");
  it.beginFetch()(contents({}));
  expect(state()).toBe("fresh");

  const { it: other } = workspace();
  const [early, late] = [other.beginFetch(), other.beginFetch()];
  early(contents({}));
  expect(other.getFreshness()).toMatchObject({ state: "stale", isFetching: true });
  late(contents({}));
  expect(other.getFreshness()).toMatchObject({ state: "fresh", isFetching: false });
});

test("an answer to a question from before an interruption is not fresh", () => {
  const { it } = workspace();
  const end = it.beginFetch();
  it.setStale();
  end(contents({}));
  expect(it.getFreshness()).toMatchObject({ state: "stale", isFetching: false });
});
