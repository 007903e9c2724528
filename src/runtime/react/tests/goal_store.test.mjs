import assert from "node:assert/strict";
import { test } from "node:test";
import { ENTITY_KEYS, initialState } from "../../../../bindings/esm/connection.js";
import { fixtures } from "../../../../bindings/esm/fixtures.js";
import { EVENT_TYPES } from "../../../../bindings/esm/index.js";
import { createGoalStore } from "../../../../bindings/esm/react/goal_store.js";
import { NOT_CONNECTED } from "../../../../bindings/esm/react/not_connected.js";

let count = 0;
/** The example of an event with other data, sent in that second. */
const example = (type, data, second = 0) => {
  const timestamp = `2025-11-03T14:30:${String(second).padStart(2, "0")}.000Z`;
  return { ...fixtures[type], eventId: `e${++count}`, timestamp, data: { ...fixtures[type].data, ...data } };
};
const storeOf = (...messages) => {
  const store = createGoalStore();
  for (const message of messages) store.take(message, false);
  return store;
};
const statuses = (store) => store.getGoals().map(({ id, status }) => `${id} ${status}`);
const types = (store, goalId) => store.getActivity(goalId).map(({ message }) => message.type);

test("no connection shows what one does that was never started", () => {
  assert.deepEqual(NOT_CONNECTED, initialState().snapshot);
});

test("each event about a goal sets its status, and what happens beside it does not", () => {
  const about = Object.keys(ENTITY_KEYS).filter((type) => ENTITY_KEYS[type] === "goalId");
  assert.ok(about.length > 5, about.join());
  for (const type of about) {
    const { newStatus, status } = fixtures[type].data;
    const [, word] = /^goal\.(\w+)$/.exec(type);
    const expected = newStatus || status || (word === "resumed" ? "active" : word);
    assert.deepEqual(statuses(storeOf(example(type, { goalId: "g" }))), [`g ${expected}`], type);
  }
  const others = EVENT_TYPES.filter((type) => !about.includes(type)).map((type) => fixtures[type]);
  assert.deepEqual(statuses(storeOf(...others)), []);
});

test("the newest goal is first, and the same array comes back until one differs", () => {
  const store = storeOf(example("goal.created", { goalId: "a" }), example("goal.created", { goalId: "b" }));
  const before = store.getGoals();
  assert.deepEqual(statuses(store), ["b draft", "a draft"]);
  store.take(example("decision.created", { goalId: "a" }), false);
  assert.equal(store.getGoals(), before);
  store.take(example("goal.paused", { goalId: "a" }, 1), false);
  assert.deepEqual(statuses(store), ["b draft", "a paused"]);
});

test("an older event does not set a status back, but names the goal", () => {
  const store = storeOf(example("goal.completed", { goalId: "g" }, 9));
  assert.equal(store.getGoals()[0].title, null);
  store.take(example("goal.created", { goalId: "g", title: "Grow", userId: "ann" }, 1), false);
  store.take(example("goal.completed", { goalId: "g" }, 3), true);
  const [{ title, ownerId, status, statusAt }] = store.getGoals();
  assert.deepEqual([title, ownerId, status, statusAt], ["Grow", "ann", "completed", "2025-11-03T14:30:09.000Z"]);
});

test("to a goal happens what happens to its actions, decisions and attachments", () => {
  const store = storeOf(
    example("action.created", { actionId: "x", goalId: "g" }, 1),
    example("action.completed", { actionId: "x" }, 2),
    example("decision.created", { goalId: "g" }, 3),
    example("attachment.created", { entityType: "goal", entityId: "g" }, 4),
    example("attachment.created", { entityType: "action", entityId: "x" }, 5),
    example("attachment.created", { entityType: "issue", entityId: "x" }, 6),
    example("action.completed", { actionId: "another" }, 7),
    example("goal.paused", { goalId: "g" }, 0),
  );
  const expected = ["attachment.created", "attachment.created", "decision.created", "action.completed", "action.created", "goal.paused"];
  assert.deepEqual(types(store, "g"), expected);
  assert.deepEqual(types(store, "another"), []);
});

test("entries have names of their own, with an id of the event or without", () => {
  const note = () => {
    const { eventId, ...rest } = example("goal.activity.created", { goalId: "g" });
    return rest;
  };
  const named = example("goal.paused", { goalId: "g" });
  const ids = storeOf(note(), named, note()).getActivity("g").map(({ id }) => id);
  assert.ok(ids.includes(named.eventId));
  assert.equal(new Set(ids).size, 3);
});

test("it is bounded: the oldest goes", () => {
  const store = createGoalStore();
  for (let at = 0; at < 300; at++) store.take(example("goal.created", { goalId: `g${at}` }), false);
  assert.equal(store.getGoals().length, 200);
  assert.equal(store.getGoals()[0].id, "g299");
  assert.deepEqual(types(store, "g99"), []);
  for (let at = 0; at < 100; at++) store.take(example("goal.activity.created", { goalId: "g299" }, 1), false);
  assert.equal(store.getActivity("g299").length, 50);
});

test("listeners hear of each change until they leave", () => {
  const store = createGoalStore();
  let heard = 0;
  const leave = store.subscribe(() => heard++);
  store.take(fixtures["goal.created"], false);
  store.take(fixtures.ping, false);
  store.take(fixtures["kpi.reading.created"], false);
  leave();
  store.take(fixtures["goal.paused"], false);
  assert.equal(heard, 1);
});
