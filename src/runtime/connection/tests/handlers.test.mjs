// Who hears what, and what comes of a handler that fails, ends the connection, or comes late.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rows } from "../../../../bindings/esm/codec/rows.js";
import { connection, event, settle } from "./world.mjs";

test("a type that no event has is refused where it is asked for, with the nearest one", () => {
  const { it } = connection();
  const say = (type) => {
    try {
      it.on(type, () => {});
      return "taken";
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  };
  assert.equal(say("goal.created"), "taken");
  assert.equal(say("goal.craeted"), 'TypeError: no event is called "goal.craeted": did you mean "goal.created"?');
  assert.equal(say("activity.created"), 'TypeError: no event is called "activity.created": did you mean "goal.activity.created"?');
  for (const row of rows().events) {
    const [type, ...old] = row.split(" ")[0].split("|");
    assert.equal(say(type), "taken");
    for (const name of old) assert.ok(say(name).endsWith(`did you mean "${type}"?`), name);
  }
  assert.match(say("x".repeat(5000)), /^TypeError: no event is called "x{80}": did you mean "/);
  assert.match(say("kpi_reading_created"), /did you mean "kpi\.reading\.created"\?$/);
  assert.match(say(undefined), /^TypeError: no event is called "undefined"/);
});

test("what is no function is refused where it is added", () => {
  const { it } = connection();
  const message = "expected a function, found undefined";
  for (const add of ["onAny", "onUnknown", "onInvalid", "onDiagnostic", "subscribe"]) {
    assert.throws(() => it[add](undefined), { name: "TypeError", message }, add);
  }
  assert.throws(() => it.on("goal.created", undefined), { message });
  assert.throws(() => it.onResync(null), { message: "expected a function, found null" });
});

test("after a stop inside a handler no other handler hears that event", async () => {
  const { it, ready } = connection();
  const heard = [];
  it.on("goal.created", () => (heard.push("first"), it.stop()));
  it.on("goal.created", () => heard.push("second"));
  it.onAny(({ type }) => type === "goal.created" && heard.push("any"));
  (await ready()).onmessage({ data: event() });
  assert.deepEqual(heard, ["first"]);
});

test("an async handler that is refused reaches onError, and never the process", async () => {
  const { it, ready, errors } = connection();
  const refused = [];
  process.on("unhandledRejection", (error) => refused.push(error));
  it.on("goal.created", async () => {
    throw new Error("later");
  });
  it.onDiagnostic(() => Promise.reject(new Error("later too")));
  const socket = await ready();
  socket.onmessage({ data: event() });
  socket.onmessage({ data: JSON.stringify({ message: "Forbidden", connectionId: "c", requestId: "r" }) });
  await settle();
  assert.deepEqual([errors.map(({ message }) => message), refused], [["later", "later too"], []]);
});

test("a handler of Resync that comes late is called once, and live events wait for it", async () => {
  const { it, ready } = connection();
  const heard = [];
  it.on("goal.created", (_, { eventId }) => heard.push(eventId));
  const socket = await ready();
  let done;
  const take = it.onResync((cause) => (heard.push(cause), new Promise((resolve) => (done = resolve))));
  socket.onmessage({ data: event({ eventId: "1" }) });
  assert.deepEqual(heard, ["added"]);
  done();
  await settle();
  assert.deepEqual(heard, ["added", "1"]);
  take();
});

test("a handler that comes late does not end the wait of the others", async () => {
  const { it, ready } = connection();
  const heard = [];
  let done;
  it.onResync(() => new Promise((resolve) => (done = resolve)));
  it.on("goal.created", (_, { eventId }) => heard.push(eventId));
  const socket = await ready();
  it.onResync(() => {});
  socket.onmessage({ data: event({ eventId: "1" }) });
  await settle();
  assert.deepEqual(heard, []);
  done();
  await settle();
  assert.deepEqual(heard, ["1"]);
});

test("the signal of a fetch is aborted at the next one, at a stop, and when it is taken back", async () => {
  const { it, ready, pass } = connection();
  const signals = [];
  const add = () => it.onResync((_, signal) => void signals.push(signal));
  add();
  const aborted = () => signals.map((signal) => signal.aborted);
  const socket = await ready();
  const take = add();
  assert.deepEqual(aborted(), [false, false]);
  take();
  assert.deepEqual(aborted(), [false, true]);
  socket.onclose({ code: 1006 });
  await pass(1000);
  await ready();
  assert.deepEqual(aborted(), [true, true, false]);
  it.stop();
  assert.deepEqual(aborted(), [true, true, true]);
});

for (const [name, fetch] of [
  ["obeys", (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(Error("aborted"))))],
  ["hangs", () => new Promise(() => {})],
]) {
  test(`a fetch that is aborted is waited for no more, and no failure: one that ${name}`, async () => {
    const { it, ready, pass, errors } = connection();
    const heard = [];
    const causes = [];
    it.on("goal.created", (_, { eventId }) => heard.push(eventId));
    const take = it.onResync((cause, signal) => (causes.push(cause), fetch(signal)));
    const socket = await ready();
    socket.onmessage({ data: event({ eventId: "1" }) });
    assert.deepEqual(heard, []);
    socket.onclose({ code: 1006 });
    await pass(1000);
    (await ready()).onmessage({ data: event({ eventId: "2" }) });
    assert.deepEqual([causes, heard], [["initial", "reconnect"], []]);
    take();
    await settle();
    assert.deepEqual([heard, errors], [["1", "2"], []]);
  });
}

test("a fetch that fails by itself is reported, and events go on", async () => {
  const { it, ready, errors } = connection();
  const heard = [];
  it.on("goal.created", (_, { eventId }) => heard.push(eventId));
  it.onResync(async () => {
    throw Error("no server");
  });
  (await ready()).onmessage({ data: event({ eventId: "1" }) });
  await settle();
  assert.deepEqual([heard, errors], [["1"], [Error("no server")]]);
});

test("a new token during a fetch is asked for, and so is a retry by hand, unless a refresh is under way", async () => {
  const asked = [];
  const answers = [];
  const getToken = ({ force }) => (asked.push(force), new Promise((resolve) => answers.push(resolve)));
  const { it, pass, sockets } = connection({ getToken });
  it.start();
  await pass(0);
  it.tokenChanged();
  await pass(0);
  it.retryNow();
  await pass(0);
  assert.deepEqual(asked, [false, false, false]);
  answers[2]("secret");
  await pass(0);
  sockets[0].onclose({ code: 4401 });
  await pass(0);
  it.retryNow();
  await pass(0);
  assert.deepEqual(asked, [false, false, false, true]);
  it.tokenChanged();
  await pass(0);
  assert.deepEqual(asked, [false, false, false, true, true]);
});

test("a token that hangs is given up by a timer, whatever the wall clock says", async () => {
  let time = 1_000_000;
  const asked = [];
  const { it, pass } = connection({
    getToken: ({ force }) => (asked.push(force), new Promise(() => {})),
    environment: { now: () => time },
  });
  it.start();
  await pass(0);
  time -= 3_600_000;
  await pass(15_000 + 1000);
  assert.equal(asked.length, 2);
});

test("a token that hangs is given up for everybody who waits for it: after a wake another is asked for within a second", async () => {
  const asked = [];
  const getToken = ({ force }) => (asked.push(force), new Promise(() => {}));
  const { it, pass, sleep, environment } = connection({ getToken });
  it.start();
  await pass(1000);
  sleep(100_000);
  environment.window.dispatchEvent(new Event("focus"));
  await pass(1100);
  assert.deepEqual([asked.length, it.getSnapshot().reason], [2, "token"]);
});

test("a runtime without WebSocket says so, and names the option", async () => {
  const { it, pass, errors } = connection({ environment: { WebSocket: undefined } });
  it.start();
  await pass(0);
  assert.equal(it.getSnapshot().reason, "config");
  assert.deepEqual(errors.map(({ message }) => message), [
    "no WebSocket in this runtime: give environment.WebSocket",
  ]);
});
