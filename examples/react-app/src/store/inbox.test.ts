import type { ServerMessage } from "@purposepath/realtime";
import { expect, test, vi } from "vitest";
import { example } from "../testing/render";
import { Inbox } from "./inbox";

const at = (second: number) => ({
  timestamp: `2025-11-03T14:30:${String(second).padStart(2, "0")}.000Z`,
  eventId: `event-${second}`,
});
const issue = (issueId: string, second: number, createdBy = "ann") =>
  example("issue.created", { issueId, severity: "critical", createdBy }, at(second));
const reading = (progress: number, second: number) =>
  example("kpi.reading.created", { kpiId: "k", progress, recordedBy: "ann" }, at(second));

function inbox() {
  const publish = vi.fn();
  const it = new Inbox("me", publish);
  const told: string[] = [];
  it.onNotice(({ id }) => told.push(id));
  const take = (...messages: ServerMessage[]) => messages.forEach((message) => it.take(message));
  const shown = () => it.getSnapshot().items.map(({ notice, isUnread }) => `${notice.id}${isUnread ? " !" : ""}`);
  return { it, told, take, shown, publish };
}

test("what is urgent waits, the rest is only told; one's own doings are neither", () => {
  const { it, told, take, shown } = inbox();
  take(issue("mine", 1, "me"), issue("i", 2), example("goal.created", { goalId: "g", createdBy: "ann" }, at(3)));
  expect(told).toEqual(["issue i", "goal g"]);
  expect(shown()).toEqual(["goal g", "issue i !"]);
  expect(it.getSnapshot().unread).toBe(1);
  it.see("issue i");
  it.see("issue i");
  it.see("nothing");
  expect(it.getSnapshot().unread).toBe(0);
  expect(it.getMarks()).toEqual({ before: "", keys: ["issue i 2025-11-03T14:30:02.000Z"] });
});

test("a KPI that stays red is one notice; out of the red and into it again, it is another", () => {
  const { it, told, take, shown } = inbox();
  take(reading(12, 1), reading(11, 2));
  expect(told).toEqual(["kpi k"]);
  it.see("kpi k");
  take(reading(10, 3));
  expect(shown()).toEqual(["kpi k"]);
  take(reading(90, 4), reading(13, 5));
  expect(told).toEqual(["kpi k", "kpi k"]);
  expect(shown()).toEqual(["kpi k !"]);
  take(reading(95, 6));
  expect(shown()).toEqual(["kpi k"]);
});

test("an issue that is settled waits no longer; an older event settles nothing", () => {
  const { take, shown } = inbox();
  take(issue("i", 5), example("issue.status_changed", { issueId: "i", newStatus: "closed" }, at(4)));
  expect(shown()).toEqual(["issue i !"]);
  take(example("issue.status_changed", { issueId: "i", newStatus: "in_progress" }, at(6)));
  expect(shown()).toEqual(["issue i !"]);
  take(example("issue.status_changed", { issueId: "i", newStatus: "resolved" }, at(7)));
  expect(shown()).toEqual(["issue i"]);
});

test("on the first visit nothing that is fetched waits; later, what was missed does, without a toast", () => {
  const { it, told, shown } = inbox();
  it.load([issue("old", 1)]);
  expect(shown()).toEqual(["issue old"]);
  it.load([issue("old", 1), issue("missed", 2)]);
  expect(shown()).toEqual(["issue missed !", "issue old"]);
  expect(told).toEqual([]);
  const later = inbox();
  later.it.setMarks({ before: at(1).timestamp, keys: [] });
  later.it.load([issue("old", 1), issue("missed", 2)]);
  expect(later.shown()).toEqual(["issue missed !", "issue old"]);
  later.it.seeAll();
  expect(later.it.getMarks()).toEqual({ before: at(2).timestamp, keys: [] });
  expect(later.it.getSnapshot().unread).toBe(0);
});

test("what was fetched while it was on its way is told when it comes, once, unless it was seen meanwhile", () => {
  const { it, told, take, shown } = inbox();
  it.load([]);
  it.load([issue("i", 1), issue("seen", 2)]);
  it.see("issue seen");
  take(issue("i", 1), issue("seen", 2), issue("i", 1));
  expect(told).toEqual(["issue i"]);
  expect(shown()).toEqual(["issue seen", "issue i !"]);
});

test("nor does a first visit take what comes meanwhile for old, whichever is first", () => {
  const slow = inbox();
  slow.take(issue("live", 5));
  slow.it.load([issue("old", 1), issue("older", 2), issue("live", 5)]);
  expect(slow.shown()).toEqual(["issue older", "issue old", "issue live !"]);
  const quick = inbox();
  quick.it.load([issue("old", 1), issue("live", 5), issue("next", 6)]);
  quick.take(issue("live", 5));
  quick.it.see("issue live");
  quick.take(issue("next", 6));
  expect(quick.told).toEqual(["issue live", "issue next"]);
  expect(quick.shown()).toEqual(["issue next !", "issue live", "issue old"]);
  // Nothing of it comes back.
  quick.it.seeAll();
  expect(quick.it.getSnapshot().unread).toBe(0);
});

test("nothing was there on the first visit: what comes then waits", () => {
  const { it, take } = inbox();
  it.load([]);
  take(issue("i", 1));
  expect(it.getSnapshot().unread).toBe(1);
});

test("it is bounded, and the same object until it differs", () => {
  const { it, take, publish } = inbox();
  for (let index = 0; index < 60; index += 1) take(issue(`i${index}`, index));
  expect(it.getSnapshot().items).toHaveLength(50);
  expect(it.getSnapshot()).toBe(it.getSnapshot());
  const calls = publish.mock.calls.length;
  take(issue("i59", 59));
  expect(publish.mock.calls).toHaveLength(calls);
  const leave = it.onNotice(() => {
    throw new Error("it has left");
  });
  leave();
  take(issue("last", 59));
});

test("what waits is not pushed out by what does not, until too much of it waits", () => {
  const { it, take, shown } = inbox();
  take(issue("i", 0));
  for (let index = 1; index < 60; index += 1)
    take(example("goal.created", { goalId: `g${index}`, createdBy: "ann" }, at(index)));
  expect(shown()).toHaveLength(50);
  expect(shown().at(0)).toBe("goal g59");
  expect(shown().at(-1)).toBe("issue i !");
  // On the first visit nothing waits: the newest are kept.
  const first = inbox();
  const goals = Array.from({ length: 55 }, (_, index) =>
    example("goal.created", { goalId: `g${index + 1}`, createdBy: "ann" }, at(index + 1)),
  );
  first.it.load([issue("old", 0), ...goals]);
  expect(first.shown()).not.toContain("issue old");
  expect(it.getSnapshot().unread).toBe(1);
});

test("nobody is told anything before somebody is signed in", () => {
  const it = new Inbox(null, () => {});
  it.take(issue("i", 1));
  expect(it.getSnapshot()).toEqual({ items: [], unread: 0 });
});
