// What the blocks of the documents do, each as it is written there.
import { act, fireEvent, render, screen } from "@testing-library/react";
import { FakeConnection, fixtures } from "@purposepath/realtime/testing";
import { FakeRealtimeProvider } from "@purposepath/realtime/testing/react";
import type { ReactElement } from "react";
import { ActionStatus } from "./documents/ActionStatus";
import { connect } from "./documents/connect";
import { App } from "./documents/Goals";
import { headline, read } from "./documents/headline";
import { isWorthAToast } from "./documents/isWorthAToast";
import { LastGoal } from "./documents/LastGoal";
import { Frames, observe } from "./documents/observe";
import { OutOfDate } from "./documents/OutOfDate";
import { useLiveGoalQueries } from "./documents/useLiveGoalQueries";

async function connected(element: ReactElement) {
  const connection = new FakeConnection();
  const { container, rerender } = render(<FakeRealtimeProvider connection={connection}>{element}</FakeRealtimeProvider>);
  await connection.connect();
  const show = (other: ReactElement) => rerender(<FakeRealtimeProvider connection={connection}>{other}</FakeRealtimeProvider>);
  return { connection, text: () => container.textContent, show };
}

test("LastGoal shows what is heard while it is visible", async () => {
  const { connection, text, show } = await connected(<LastGoal isVisible />);
  connection.emit({ type: "goal.created", data: { title: "One" } });
  show(<LastGoal isVisible={false} />);
  connection.emit({ type: "goal.created", data: { title: "Two" } });
  expect(text()).toBe("Last goal: One");
});

test("ActionStatus is not set back by an event that is late", async () => {
  const { actionId } = fixtures["action.status_changed"].data;
  const { connection, text } = await connected(<ActionStatus actionId={actionId} />);
  const change = (newStatus: string, timestamp: string, of = actionId) =>
    connection.emit({ type: "action.status_changed", timestamp, data: { newStatus, actionId: of } });
  change("in_progress", "2025-11-03T14:31:00.000Z");
  change("todo", "2025-11-03T14:30:30.000Z");
  change("blocked", "2025-11-03T14:32:00.000Z", "another");
  expect(text()).toBe("in_progress");
});

test("OutOfDate is there while there is no connection, and offers to retry", async () => {
  const { connection, text } = await connected(<OutOfDate />);
  expect(text()).toBe("");
  await connection.advance(60_000);
  connection.lose();
  expect(text()).toBe("This may be out of date. Retry now");
  fireEvent.click(screen.getByText("Retry now"));
  await connection.advance(0);
  expect(text()).toBe("");
});

test("useLiveGoalQueries asks for everything at each connection, and for one goal at its event", async () => {
  const asked: (readonly string[])[] = [];
  const cache = {
    invalidateQueries: ({ queryKey }: { readonly queryKey: readonly string[] }) => {
      asked.push(queryKey);
      return Promise.resolve();
    },
  };
  function Queries() {
    useLiveGoalQueries(cache);
    return null;
  }
  const { connection } = await connected(<Queries />);
  connection.emit({ type: "goal.completed", data: { goalId: "goal-222" } });
  connection.lose();
  await connection.advance(30_000);
  expect(asked).toEqual([["goals"], ["goals", "goal-222"], ["goals"]]);
});

test("isWorthAToast knows whose doing it was", () => {
  const completed = fixtures["goal.completed"];
  expect([isWorthAToast(completed, "somebody"), isWorthAToast(completed, completed.data.completedBy)]).toEqual([true, false]);
  expect(isWorthAToast(fixtures["ping"], "somebody")).toBe(false);
});

test("Frames shows what was odd, and no ping", async () => {
  const { connection, text } = await connected(<Frames />);
  observe(connection);
  connection.receive({ ...fixtures["goal.created"], type: "goal-created" });
  connection.emit("ping");
  connection.emit({ type: "goal.created", data: { status: "dreamt" } });
  connection.receive("{");
  expect(text()).toMatch(/^event goal.created +old spelling event goal.created +dreamt *invalid +.+$/);
});

test("the package's first lines connect, and hear", async () => {
  const said: string[] = [];
  const { log } = console;
  console.log = (text: string) => said.push(text);
  // Nobody gives a token, so that nothing is opened.
  const connection = connect("tenant-123", () => new Promise(() => {}));
  connection.stop();
  console.log = log;
  expect(said).toEqual(["connecting", "disconnected"]);
});

test("the package's App starts what it is given, shows what it fetched, and stops it", async () => {
  const connection = new FakeConnection();
  const { container, unmount } = render(<App connection={connection} />);
  expect(container.textContent).toBe("connecting: ");
  await act(() => connection.advance(0));
  expect(container.textContent).toBe("connected: Grow");
  unmount();
  expect(connection.snapshot().status).toBe("disconnected");
});

test("the package's reader says what a frame is", () => {
  expect(headline(fixtures["goal.created"])).toBe("New goal: Increase Revenue by 20%");
  expect([read(fixtures["goal.created"]), read("{"), read({ eventType: "job" })]).toEqual(["Increase Revenue by 20%", "syntax at $", "unknown"]);
});
