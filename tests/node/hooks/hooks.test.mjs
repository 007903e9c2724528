// The hooks as a page uses them, under StrictMode.
import { example, page, server } from "./stage.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Component, createElement as h, useState } from "react";
import { useGoalActivity, useRealtimeConnection, useRealtimeEvent, useRealtimeGoals, useRealtimeResync, useRealtimeStatus } from "@purposepath/realtime/react";

function Everything() {
  const connection = useRealtimeConnection();
  const { status } = useRealtimeStatus();
  useRealtimeEvent("goal.created", () => {});
  useRealtimeResync(() => {});
  const [goals, entries] = [useRealtimeGoals(), useGoalActivity("g")];
  return `${connection ? "a" : "no"} connection, ${status}, ${goals.length} goals, ${entries.length} entries`;
}

test("without a connection, and without a provider, hooks are disconnected and throw nothing", async () => {
  const view = await page(h(Everything));
  assert.equal(view.text(), "no connection, disconnected, 0 goals, 0 entries");
  await view.leave();
  const bare = await page(h(Everything), { isProvided: false });
  assert.equal(bare.text(), "no connection, disconnected, 0 goals, 0 entries");
  await bare.leave();
});

test("the provider opens nothing and ends nothing", async () => {
  const { connection, sockets, start } = server();
  const view = await page(h(Everything), { connection });
  assert.equal(view.text(), "a connection, disconnected, 0 goals, 0 entries");
  assert.equal(sockets.length, 0);
  await start();
  assert.equal(view.text(), "a connection, connected, 0 goals, 0 entries");
  await view.leave();
  assert.equal(connection.getSnapshot().status, "connected");
});

test("an inline handler sees the latest state, and hears each event once", async () => {
  const { connection, start, tell } = server();
  const heard = [];
  function Listener() {
    const [count, setCount] = useState(0);
    useRealtimeEvent("goal.created", ({ title }, { type }, { stale }) => {
      heard.push(`${title} ${type} ${stale} ${count}`);
      setCount(count + 1);
    });
    return null;
  }
  const view = await page(h(Listener), { connection });
  await start();
  const first = example("goal.created", { title: "A" });
  await tell(first);
  await tell(first, example("goal.created", { title: "B" }));
  await view.leave();
  await tell(example("goal.created", { title: "unheard" }));
  assert.deepEqual(heard, ["A goal.created false 0", "B goal.created false 1"]);
});

test("one handler hears several types, each event once, whatever the list is", async () => {
  const { connection, start, tell } = server();
  const heard = [];
  const Listener = ({ types }) => (useRealtimeEvent(types, ({ goalId }, { type }) => void heard.push(`${type} ${goalId}`)), null);
  const draw = (...types) => h(Listener, { types });
  const view = await page(draw("goal.created", "goal.paused", "goal.created"), { connection });
  await start();
  await tell(example("goal.created", { goalId: "1" }), example("goal.paused", { goalId: "2" }), example("goal.resumed", { goalId: "3" }));
  await view.update({ element: draw() });
  await tell(example("goal.created", { goalId: "4" }));
  assert.deepEqual(heard, ["goal.created 1", "goal.paused 2"]);
  await view.leave();
});

test("what a handler throws is told as any handler's is, and breaks no page", async () => {
  const { connection, start, tell, errors } = server();
  const Listener = () => (useRealtimeEvent("goal.created", () => Promise.reject(Error("later"))), useRealtimeEvent("goal.created", () => { throw Error("at once"); }), "still here");
  const view = await page(h(Listener), { connection });
  await start();
  await tell(example("goal.created"));
  assert.deepEqual(errors.map(({ message }) => message).sort(), ["at once", "later"]);
  assert.equal(view.text(), "still here");
  await view.leave();
});

test("a type that there is not is refused where an error boundary sees it", async () => {
  class Boundary extends Component {
    state = { fault: null };
    static getDerivedStateFromError = (fault) => ({ fault });
    render() {
      return this.state.fault ? this.state.fault.message : this.props.children;
    }
  }
  const Listener = () => (useRealtimeEvent("goal.craeted", () => {}), null);
  const view = await page(h(Boundary, null, h(Listener)), { connection: server().connection });
  assert.match(view.text(), /^no event is called "goal.craeted"/);
  await view.fail();
});

test("another connection is heard in place of the one before", async () => {
  const [one, other] = [server(), server()];
  const heard = [];
  function Listener() {
    useRealtimeEvent("goal.created", ({ goalId }) => void heard.push(goalId));
    return `${useRealtimeStatus(({ status }) => status)}, ${useRealtimeGoals().length}`;
  }
  const view = await page(h(Listener), one);
  await one.start();
  await one.tell(example("goal.created", { goalId: "1" }));
  assert.equal(view.text(), "connected, 1");
  await view.update({ connection: other.connection });
  assert.equal(view.text(), "disconnected, 0");
  await one.tell(example("goal.created", { goalId: "2" }));
  await other.start();
  await other.tell(example("goal.created", { goalId: "3" }));
  assert.deepEqual(heard, ["1", "3"]);
  await view.update({ connection: null });
  assert.equal(view.text(), "disconnected, 0");
  await view.leave();
});

test("a selector renders when what it selects differs, and may be new and select new objects", async () => {
  const { connection, start, lose, retry } = server();
  const renders = { status: 0, attempt: 0, fresh: 0, connection: 0 };
  const Status = () => (renders.status++, `${useRealtimeStatus(({ status }) => status)} `);
  const Failed = () => (renders.attempt++, `${useRealtimeStatus(({ attempt }) => attempt > 0)} `);
  const Fresh = () => (renders.fresh++, useRealtimeStatus(({ status }) => [status]).join());
  const Bystander = () => (renders.connection++, useRealtimeConnection(), null);
  const view = await page([h(Status, { key: 1 }), h(Failed, { key: 2 }), h(Fresh, { key: 3 }), h(Bystander, { key: 4 })], { connection, wrapper: "div" });
  const before = { ...renders };
  await start();
  assert.equal(view.text(), "connected false connected");
  assert.deepEqual([renders.attempt, renders.connection], [before.attempt, before.connection]);
  assert.ok(renders.status > before.status);
  await lose();
  assert.equal(view.text(), "reconnecting true reconnecting");
  await retry();
  assert.equal(view.text(), "connected false connected");
  assert.equal(renders.connection, before.connection);
  await view.leave();
});

test("what was missed is fetched each time, by the latest handler, until the component is gone", async () => {
  const { connection, start, lose, retry } = server();
  const fetches = [];
  const Fetcher = ({ name }) => (useRealtimeResync((cause, signal) => void fetches.push({ cause, name, signal })), null);
  const view = await page(h(Fetcher, { name: "a" }), { connection, wrapper: "div" });
  await start();
  await view.update({ element: h(Fetcher, { name: "b" }) });
  await lose();
  await retry();
  await view.update({ element: h(Fetcher, { name: "c", key: "another" }) });
  assert.deepEqual(fetches.map(({ cause, name }) => `${cause} ${name}`), ["initial a", "reconnect b", "added c"]);
  assert.deepEqual(fetches.map(({ signal }) => signal.aborted), [true, true, false]);
  await view.leave();
  assert.ok(fetches.every(({ signal }) => signal.aborted));
});

/** Like `fetch` with the signal, and what never ends whatever the signal says. */
const FETCHES = {
  obeys: (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(Error("aborted")))),
  hangs: () => new Promise(() => {}),
};

for (const [name, fetch] of Object.entries(FETCHES)) {
  test(`a fetch that is aborted is waited for no more, and no failure: one that ${name}`, async () => {
    const { connection, start, tell, lose, retry, errors } = server();
    const heard = [];
    const causes = [];
    const Fetcher = () => (useRealtimeResync((cause, signal) => (causes.push(cause), fetch(signal))), null);
    const Listener = () => (useRealtimeEvent("goal.created", ({ title }) => heard.push(title)), null);
    const both = (isFetching) => h("div", null, isFetching && h(Fetcher), h(Listener));
    const view = await page(both(true), { connection });
    await start();
    await tell(example("goal.created", { title: "One" }));
    assert.deepEqual(heard, []);
    await view.update({ element: both(false) });
    assert.deepEqual(heard, ["One"]);
    // Under StrictMode the first of two is aborted at once; then there is another connection.
    await view.update({ element: both(true) });
    await lose();
    await retry();
    assert.deepEqual(causes, ["initial", "added", "added", "reconnect"]);
    await view.leave();
    assert.deepEqual(errors, []);
  });
}

test("a fetch that fails by itself is reported, and events go on", async () => {
  const { connection, start, tell, errors } = server();
  const heard = [];
  function Fetcher() {
    useRealtimeResync(async () => {
      throw Error("no server");
    });
    useRealtimeEvent("goal.created", ({ title }) => heard.push(title));
    return null;
  }
  const view = await page(h(Fetcher), { connection });
  await start();
  await tell(example("goal.created", { title: "One" }));
  assert.deepEqual([heard, errors], [["One"], [Error("no server")]]);
  await view.leave();
});

test("goals and activity are kept while no screen shows them, and render only when they differ", async () => {
  const { connection, start, tell } = server();
  let renders = 0;
  function Room({ goalId }) {
    renders++;
    const goal = useRealtimeGoals().find(({ id }) => id === goalId);
    const types = useGoalActivity(goalId).map(({ message }) => message.type);
    return `${goal ? goal.title : "?"} ${types.join()}`;
  }
  const view = await page(h(Room, { goalId: "g" }), { connection, wrapper: "div" });
  await start();
  await tell(example("goal.created", { goalId: "g", title: "Grow" }), example("goal.paused", { goalId: "g" }));
  assert.equal(view.text(), "Grow goal.paused,goal.created");
  await view.update({ element: null });
  await tell(example("goal.resumed", { goalId: "g" }));
  await view.update({ element: h(Room, { goalId: "g" }) });
  assert.equal(view.text(), "Grow goal.resumed,goal.paused,goal.created");
  const before = renders;
  await tell(example("decision.created", { goalId: "another" }), example("kpi.reading.created"));
  assert.equal(renders, before);
  await view.update({ element: h(Room, { goalId: "another" }) });
  assert.equal(view.text(), "? decision.created");
  await view.leave();
});
