import { useEffect } from "react";
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { FetchNames } from "./WorkspaceContext";
import { useActivityOfGoal } from "../hooks/useActivity";
import { useActions, useFreshness, useGoals, useIssues, useKpis, useNames } from "../hooks/useWorkspace";
import { example, NOTHING, renderApp, SESSION } from "../testing/render";
import { newGoal } from "../store/goal";
import { newKpi } from "../store/kpi";

afterEach(cleanup);

function Lists() {
  const goals = useGoals();
  const lists = [goals, useActions(), useKpis(), useIssues()];
  return (
    <>
      <output>{lists.map(({ length }) => length).join()}</output>
      <p>{goals.map(({ title, status }) => `${title ?? "?"} ${status ?? "?"}`).join()}</p>
      <button onClick={() => {}}>{useFreshness().state}</button>
    </>
  );
}

const counts = () => screen.getByRole("status").textContent;
const goals = () => screen.getByRole("paragraph").textContent;

test("events fill the lists", async () => {
  const { connect, say } = renderApp(<Lists />);
  await connect();
  await say(
    example("goal.created"),
    example("action.created"),
    example("kpi.reading.created"),
    example("issue.created"),
  );
  expect(counts()).toBe("1,1,1,1");
});

test("live events wait for what is fetched, and are applied after it", async () => {
  let answer: (contents: typeof NOTHING) => void = () => {};
  const fetchWorkspace = () => new Promise<typeof NOTHING>((resolve) => (answer = resolve));
  const { connect, say } = renderApp(<Lists />, { fetchWorkspace });
  await connect();
  const { goalId } = example("goal.completed").data;
  await say(example("goal.completed", {}, { timestamp: "2025-11-03T15:00:00.000Z" }));
  expect(goals()).toBe("");
  await act(async () => {
    answer({ ...NOTHING, goals: [{ ...newGoal(goalId), title: "Grow", status: "active" }] });
    await new Promise(requestAnimationFrame);
  });
  await waitFor(() => expect(goals()).toBe("Grow completed"));
});

test("it is fetched at once, and each time that the connection is there anew", async () => {
  const fetchWorkspace = vi.fn(async () => NOTHING);
  const { server, connect } = renderApp(<Lists />, { fetchWorkspace });
  // StrictMode mounts twice; the first request was aborted.
  expect(fetchWorkspace).toHaveBeenCalledTimes(2);
  await connect();
  expect(fetchWorkspace).toHaveBeenCalledTimes(3);
  await act(async () => server.cut());
  await connect();
  expect(fetchWorkspace).toHaveBeenCalledTimes(4);
});

test("what was fetched before there was a connection is not what there is, until it is fetched again", async () => {
  const answers: ((contents: typeof NOTHING) => void)[] = [];
  const fetchWorkspace = () => new Promise<typeof NOTHING>((resolve) => answers.push(resolve));
  const { connect } = renderApp(<Lists />, { fetchWorkspace });
  const state = () => screen.getByRole("button").textContent;
  const answer = () => act(async () => answers.splice(0).forEach((give) => give(NOTHING)));
  await answer();
  await waitFor(() => expect(state()).toBe("fresh"));
  await connect();
  await waitFor(() => expect(state()).toBe("stale"));
  await answer();
  await waitFor(() => expect(state()).toBe("fresh"));
});

test("what cannot be fetched is said, and live events appear all the same", async () => {
  const { connect, say } = renderApp(<Lists />, { fetchWorkspace: () => Promise.reject(new Error("503")) });
  await connect();
  await say(example("goal.created"));
  expect(counts()).toBe("1,0,0,0");
  expect(screen.getByRole("button").textContent).toBe("failed");
});

test("a fetch that is never answered has failed after 20 seconds, and may be tried again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const signals: AbortSignal[] = [];
  const fetchWorkspace = (_: unknown, signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<typeof NOTHING>(() => {});
  };
  renderApp(<Lists />, { config: { state: "off" }, fetchWorkspace });
  const pass = (ms: number) =>
    act(async () => {
      await vi.advanceTimersByTimeAsync(ms);
      await new Promise(requestAnimationFrame);
    });
  await pass(19_999);
  expect(screen.getByRole("button").textContent).toBe("none");
  await pass(1);
  expect(screen.getByRole("button").textContent).toBe("failed");
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test("without realtime it is fetched once", async () => {
  const fetchWorkspace = vi.fn(async () => ({ ...NOTHING, goals: [{ ...newGoal("g"), title: "Grow" }] }));
  const { server } = renderApp(<Lists />, { config: { state: "off" }, fetchWorkspace });
  await waitFor(() => expect(goals()).toBe("Grow ?"));
  expect(server.sockets).toHaveLength(0);
  // StrictMode mounts twice; the first request was aborted.
  expect(fetchWorkspace).toHaveBeenCalledTimes(2);
});

test("another tenant starts from nothing, and an answer for the one before is dropped", async () => {
  const answers: ((contents: typeof NOTHING) => void)[] = [];
  const fetchWorkspace = () => new Promise<typeof NOTHING>((resolve) => answers.push(resolve));
  const { connect, say, update } = renderApp(<Lists />, { fetchWorkspace });
  await connect();
  const ofTheFirst = answers.splice(0);
  update({ session: { ...SESSION, tenantId: "tenant-2" }, fetchWorkspace });
  await act(async () => {
    for (const answer of ofTheFirst) answer({ ...NOTHING, goals: [newGoal("of the first tenant")] });
    await new Promise(requestAnimationFrame);
  });
  expect(counts()).toBe("0,0,0,0");
  await connect("tenant-2");
  await act(async () => {
    for (const answer of answers) answer(NOTHING);
  });
  await say(example("goal.created", { tenantId: "tenant-2" }, { tenantId: "tenant-2" }));
  expect(counts()).toBe("1,0,0,0");
});

function Room({ goalId }: { readonly goalId: string }) {
  const { entries, unseen, markSeen } = useActivityOfGoal(goalId);
  return (
    <>
      <output>{`${entries.length} entries, ${unseen} new`}</output>
      <button onClick={markSeen}>seen</button>
    </>
  );
}

test("a room says how much is new until it was seen", async () => {
  const { connect, say } = renderApp(<Room goalId="goal-1" />);
  await connect();
  await say(
    example("goal.activity.created", { goalId: "goal-1", activityId: "a", createdBy: "ann" }, { eventId: "1" }),
    example("goal.activity.created", { goalId: "goal-2", activityId: "b", createdBy: "ann" }, { eventId: "2" }),
    example("goal.activity.created", { goalId: "goal-1", activityId: "a", createdBy: "ann" }, { eventId: "1" }),
  );
  expect(counts()).toBe("1 entries, 1 new");
  act(() => screen.getByRole("button").click());
  expect(counts()).toBe("1 entries, 0 new");
  act(() => screen.getByRole("button").click());
  await say(example("goal.paused", { goalId: "goal-1", pausedBy: "ann" }, { eventId: "3" }));
  expect(counts()).toBe("2 entries, 1 new");
});

test("a hook outside its provider says what is missing", async () => {
  const { render } = await import("@testing-library/react");
  vi.spyOn(console, "error").mockImplementation(() => {});
  expect(() => render(<Lists />)).toThrow("useWorkspace needs a WorkspaceProvider above it");
});

test("a page that was fetched is never drawn without its names", async () => {
  const drawn: string[] = [];
  function Kpis() {
    const names = useNames();
    const kpis = useKpis();
    const text = kpis.map(({ id }) => `${names.kpi(id).name} ${names.kpi(id).unit}`).join();
    useEffect(() => void drawn.push(text), [text]);
    return null;
  }
  const fetchWorkspace = async () => ({ ...NOTHING, kpis: [newKpi("k")] });
  const fetchNames: FetchNames = async (_, { kpis }) => ({
    people: {},
    kpis: Object.fromEntries(kpis.map((id) => [id, { name: "Churn", unit: "%" }])),
  });
  const { connect } = renderApp(<Kpis />, { fetchWorkspace, fetchNames });
  await connect();
  await waitFor(() => expect(drawn.at(-1)).toBe("Churn %"));
  expect(new Set(drawn)).toEqual(new Set(["", "Churn %"]));
});

test("names that nobody could say are asked for again, also those of notices that were fetched", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const notices = [example("kpi.reading.created", { kpiId: "k", progress: 1, recordedBy: "ann" })];
  const fetchNames = vi.fn<FetchNames>().mockRejectedValueOnce(new Error("503")).mockResolvedValue({ people: {}, kpis: {} });
  renderApp(<Lists />, { fetchWorkspace: async () => ({ ...NOTHING, notices }), fetchNames });
  await act(async () => new Promise(requestAnimationFrame));
  const wanted = { people: ["user-456", "ann"], kpis: ["k"] };
  expect(fetchNames.mock.calls.map(([, names]) => names)).toEqual([wanted]);
  await act(async () => vi.advanceTimersByTime(9_999));
  expect(fetchNames).toHaveBeenCalledTimes(1);
  await act(async () => vi.advanceTimersByTime(1));
  expect(fetchNames.mock.calls.map(([, names]) => names)).toEqual([wanted, wanted]);
  await act(async () => vi.advanceTimersByTime(60_000));
  expect(fetchNames).toHaveBeenCalledTimes(2);
});
