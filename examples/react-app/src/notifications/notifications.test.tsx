import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { EVENT_TYPES } from "@purposepath/realtime";
import { fixtures } from "@purposepath/realtime/fixtures";
import type { Names } from "../store/directory";
import { noticeOf, wordsOf } from "../store/notice";
import { example, NOTHING, renderApp } from "../testing/render";
import { Budget } from "./budget";
import { joinTabs } from "./leader";
import { RealtimeToasts } from "./RealtimeToasts";

beforeEach(() => {
  // jsdom has no media queries; sonner asks for the colour scheme.
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const names: Names = { person: (id) => (id === "ann" ? "Ann" : id), kpi: (id) => ({ name: `KPI ${id}`, unit: "€" }) };
const titleOf = (id: string) => (id === "known" ? "Grow" : null);

test.each([
  [
    example("goal.created", { goalId: "g", title: "Grow", createdBy: "ann" }),
    { id: "goal g", tone: "info", isUrgent: false },
    { title: "New goal", text: "Ann created “Grow”" },
  ],
  [
    example("goal.completed", { goalId: "g", completedBy: "ann", finalNotes: "Done." }),
    { id: "goal g", tone: "success", isUrgent: false },
    { title: "Goal completed", text: "Ann: “Done.”" },
  ],
  [
    example("goal.completed", { goalId: "known", completedBy: "ann", finalNotes: "" }),
    { id: "goal known", tone: "success", isUrgent: false },
    { title: "Goal completed", text: "Ann completed Grow" },
  ],
  [
    example("action.created", { actionId: "a", title: "Call", priority: "high", createdBy: "ann" }),
    { id: "action a", tone: "warning", isUrgent: false },
    { title: "New high-priority action", text: "Call" },
  ],
  [
    example("action.priority_changed", {
      actionId: "a",
      previousPriority: "low",
      newPriority: "critical",
      changedBy: "ann",
      reason: "Board",
    }),
    { id: "action a", tone: "warning", isUrgent: false },
    { title: "Action is now critical priority", text: "Board" },
  ],
  [
    example("issue.created", { issueId: "i", title: "Fire", severity: "critical", createdBy: "ann" }),
    { id: "issue i", tone: "danger", isUrgent: true },
    { title: "Critical issue", text: "Fire" },
  ],
  [
    example("kpi.reading.created", { kpiId: "k", value: 12, progress: 39.4, recordedBy: "ann" }),
    { id: "kpi k", tone: "danger", isUrgent: true },
    { title: "KPI k is in the red zone", text: "12 €, 39 % of the target" },
  ],
])("a notice: %#", (message, expected, said) => {
  const notice = noticeOf(message, "me");
  expect(notice).toMatchObject(expected);
  expect(notice && wordsOf(notice, names, titleOf)).toEqual(said);
  expect(noticeOf(message, "ann")).toBeNull();
});

test.each([
  example("action.created", { priority: "medium" }),
  example("action.priority_changed", { previousPriority: "high", newPriority: "critical" }),
  example("action.priority_changed", { previousPriority: "high", newPriority: "low" }),
  example("issue.created", { severity: "high" }),
  example("kpi.reading.created", { progress: 40 }),
])("what can wait gets no toast: %#", (message) => {
  expect(noticeOf(message, "me")).toBeNull();
});

test("a reading without progress is in no zone", () => {
  const { progress: _, ...data } = fixtures["kpi.reading.created"].data;
  expect(noticeOf({ ...fixtures["kpi.reading.created"], data }, "me")).toBeNull();
});

test("no other event gets a toast", () => {
  const types = EVENT_TYPES.filter((type) => noticeOf(fixtures[type], "somebody else"));
  const possible = [
    "goal.created",
    "goal.completed",
    "action.created",
    "action.priority_changed",
    "issue.created",
    "kpi.reading.created",
  ];
  expect(possible).toEqual(expect.arrayContaining(types));
  expect(types).toEqual(expect.arrayContaining(["goal.created", "goal.completed"]));
});

test("four toasts in five seconds are shown, the others are counted, to the last of them", () => {
  const budget = new Budget();
  const verdicts = [0, 1, 2, 3, 4, 5].map((at) => budget.take(at, false));
  expect(verdicts.map(({ kind }) => kind)).toEqual(["show", "show", "show", "show", "count", "nothing"]);
  expect(verdicts[4]).toEqual({ kind: "count", inMs: 0 });
  expect(budget.count(5)).toBe(2);
  expect(budget.take(105, false)).toEqual({ kind: "count", inMs: 900 });
  expect(budget.take(106, false)).toEqual({ kind: "nothing" });
  expect(budget.count(1005)).toBe(4);
  expect(budget.take(6000, false)).toEqual({ kind: "show" });
});

test("what is urgent is shown, however much else happens", () => {
  const budget = new Budget();
  for (let at = 0; at < 6; at += 1) budget.take(at, false);
  expect([6, 7, 8, 9, 10].map((at) => budget.take(at, true).kind)).toEqual(["show", "show", "show", "show", "nothing"]);
  expect(budget.count(11)).toBe(3);
});

/** Web Locks as the standard has them, as far as they are used here. */
function fakeLocks() {
  const queue: { hold: () => Promise<void>; settle: () => void; fail: (reason: unknown) => void }[] = [];
  let holder: (typeof queue)[number] | null = null;
  const next = () => {
    holder = queue.shift() ?? null;
    const mine = holder;
    if (!mine) return;
    void mine.hold().then(() => {
      mine.settle();
      if (holder === mine) next();
    });
  };
  return {
    request: (
      _: string,
      options: { steal?: boolean; ifAvailable?: boolean; signal?: AbortSignal },
      take: (lock: object | null) => Promise<void> | undefined,
    ) =>
      new Promise<void>((settle, fail) => {
        if (options.ifAvailable && (holder || queue.length > 0)) {
          queueMicrotask(() => void Promise.resolve(take(null)).then(settle));
          return;
        }
        const request = { hold: async () => take({}), settle, fail };
        options.signal?.addEventListener("abort", () => {
          const index = queue.indexOf(request);
          if (index < 0) return;
          queue.splice(index, 1);
          fail(new DOMException("aborted", "AbortError"));
        });
        if (options.steal && holder) {
          const before = holder;
          holder = null;
          before.fail(new DOMException("stolen", "AbortError"));
          queue.unshift(request);
          next();
          return;
        }
        queue.push(request);
        if (!holder) queueMicrotask(() => holder ?? next());
      }),
  } as unknown as LockManager;
}

test("of two tabs one leads: the one looked at last, and if it goes, the other", async () => {
  const locks = fakeLocks();
  const decided = vi.fn();
  const first = joinTabs("tabs", () => decided("first"), locks);
  const second = joinTabs("tabs", () => decided("second"), locks);
  const leaders = () => [first.isLeader(), second.isLeader()];
  expect(leaders()).toEqual([null, null]);
  await waitFor(() => expect(leaders()).toEqual([true, false]));
  expect(decided.mock.calls).toEqual([["first"], ["second"]]);
  second.claim();
  await waitFor(() => expect(leaders()).toEqual([false, true]));
  second.claim();
  second.leave();
  await waitFor(() => expect(leaders()).toEqual([true, false]));
  first.leave();
  first.claim();
  expect(leaders()).toEqual([false, false]);
});

test("a browser without Web Locks has every tab lead", () => {
  const tab = joinTabs("tabs", () => {}, undefined);
  tab.claim();
  expect(tab.isLeader()).toBe(true);
  tab.leave();
});

test("so does one that denies them, and it is asked once", async () => {
  const request = vi.fn(() => Promise.reject(new DOMException("not here", "SecurityError")));
  const decided = vi.fn();
  const tab = joinTabs("tabs", decided, { request } as never);
  await waitFor(() => expect(decided).toHaveBeenCalledTimes(1));
  expect(tab.isLeader()).toBe(true);
  expect(request).toHaveBeenCalledTimes(1);
  tab.leave();
});

test("a toast is shown once, and none for one's own doings", async () => {
  const { connect, say } = renderApp(<RealtimeToasts theme="light" />);
  await connect();
  await say(
    example("goal.created", { goalId: "1", title: "Theirs", createdBy: "ann" }, { eventId: "1" }),
    example("goal.created", { goalId: "1", title: "Theirs", createdBy: "ann" }, { eventId: "1" }),
    example("goal.created", { goalId: "2", title: "Mine", createdBy: "user-456" }, { eventId: "2" }),
  );
  await waitFor(() => expect(screen.getAllByText("New goal")).toHaveLength(1));
  expect(screen.getByText("ann created “Theirs”")).toBeTruthy();
  expect(screen.queryByText(/Mine/)).toBeNull();
});

test("what is fetched while it is on its way gets its toast all the same", async () => {
  const fire = example("issue.created", { title: "Fire", severity: "critical", createdBy: "ann" });
  const answers: (() => void)[] = [];
  const fetchWorkspace = () =>
    new Promise<typeof NOTHING>((resolve) => answers.push(() => resolve({ ...NOTHING, notices: [fire] })));
  const { connect, say } = renderApp(<RealtimeToasts theme="light" />, { fetchWorkspace });
  await connect();
  await say(fire);
  expect(screen.queryByText("Fire")).toBeNull();
  await act(async () => answers.forEach((answer) => answer()));
  await waitFor(() => expect(screen.getByText("Fire")).toBeTruthy());
});

test("what comes before the browser says which tab leads waits for that", async () => {
  const grants: ((lock: object) => void)[] = [];
  const request = (...given: unknown[]) => {
    grants.push(given.at(-1) as (typeof grants)[number]);
    return new Promise(() => {});
  };
  Object.defineProperty(navigator, "locks", { value: { request }, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(navigator, "locks"));
  const { connect, say } = renderApp(<RealtimeToasts theme="light" />);
  await connect();
  await say(example("issue.created", { title: "Fire", severity: "critical", createdBy: "ann" }));
  expect(screen.queryByText("Fire")).toBeNull();
  await act(async () => grants.forEach((grant) => grant({})));
  await waitFor(() => expect(screen.getByText("Fire")).toBeTruthy());
});

test("a burst is summed up", async () => {
  const { connect, say } = renderApp(<RealtimeToasts theme="dark" />);
  await connect();
  await say(
    ...Array.from({ length: 50 }, (_, index) =>
      example("goal.created", { goalId: `g${index}`, createdBy: "ann" }, { eventId: `e${index}` }),
    ),
  );
  await waitFor(() => expect(document.querySelectorAll("[data-sonner-toast]")).toHaveLength(5));
  await waitFor(() => expect(screen.getByText("A lot is happening at once")).toBeTruthy());
});

test("logging out takes the toasts away", async () => {
  const { connect, say, update } = renderApp(<RealtimeToasts theme="light" />);
  await connect();
  await say(example("issue.created", { title: "Fire", severity: "critical", createdBy: "ann" }));
  await waitFor(() => expect(screen.getByText("Fire")).toBeTruthy());
  update({ session: null });
  await act(async () => {});
  await waitFor(() => expect(screen.queryByText("Fire")).toBeNull());
});
