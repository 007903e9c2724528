// Handlers see what the screen shows: from the commit on, although passive effects come later. An event
// in between is one that arrives in a layout effect of whoever stands above.
import { example, page, server } from "./stage.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as React from "react";
import { useRealtimeEvent } from "@purposepath/realtime/react";

const { Activity, Fragment, Suspense, act, createElement: h, startTransition, useLayoutEffect, useState } = React;

/** Lets an event arrive between each commit with another `at` and its passive effects. */
function During({ at, run, children }) {
  useLayoutEffect(() => run(at), [at]);
  return children ?? null;
}

/** Says who heard what. */
function Listener({ name, heard, type = "goal.created", enabled }) {
  useRealtimeEvent(type, ({ goalId }) => void heard.push(`${name} ${goalId}`), enabled);
  return null;
}

async function stage(run) {
  const it = server();
  await it.start();
  const heard = [];
  const view = await page(null, { connection: it.connection, wrapper: Fragment });
  const draw = (at, child) => view.update({ element: h(During, { at, run: () => run(it, at) }, child) });
  return { ...it, heard, view, draw };
}
const created = (goalId) => example("goal.created", { goalId });

test("an event before passive effects reaches the handler of the props that are shown", async () => {
  const { heard, view, draw } = await stage(({ say }, at) => say(created(at)));
  await draw("1", h(Listener, { name: "first", heard }));
  await draw("2", h(Listener, { name: "second", heard }));
  assert.deepEqual(heard, ["first 1", "second 2"]);
  await view.leave();
});

test("a component that is gone hears nothing more, before its passive effects are cleaned up", async () => {
  const { heard, view, draw, tell } = await stage(({ say }, at) => say(created(at)));
  await draw("1", h(Listener, { name: "it", heard }));
  await draw("2", null);
  await tell(created("3"));
  assert.deepEqual(heard, ["it 1"]);
  await view.leave();
});

test("a handler of another type hears none of the type before", async () => {
  const { heard, view, draw } = await stage(({ say }) => (say(created("a")), say(example("goal.paused", { goalId: "b" }))));
  await draw("1", h(Listener, { name: "creation", heard }));
  await draw("2", h(Listener, { name: "pause", heard, type: "goal.paused" }));
  assert.deepEqual(heard, ["creation a", "pause b"]);
  await view.leave();
});

test("what is switched off is off with the commit, and on again with it", async () => {
  const { heard, view, draw } = await stage(({ say }, at) => say(created(at)));
  await draw("1", h(Listener, { name: "it", heard, enabled: false }));
  await draw("2", h(Listener, { name: "it", heard, enabled: true }));
  await draw("3", h(Listener, { name: "it", heard, enabled: false }));
  assert.deepEqual(heard, ["it 2"]);
  await view.leave();
});

/** Suspends as long as it is told to. */
const never = new Promise(() => {});
function Pending({ isPending }) {
  if (isPending) throw never;
  return null;
}

test("a render that is given up leaves the handler alone", async () => {
  const it = server();
  await it.start();
  const heard = [];
  let rename;
  function Root() {
    const [name, setName] = useState("shown");
    rename = (next) => startTransition(() => setName(next));
    return h(Suspense, { fallback: null }, h(Listener, { name, heard }), h(Pending, { isPending: name === "pending" }));
  }
  const view = await page(h(Root), { connection: it.connection });
  await act(async () => rename("pending"));
  await it.tell(created("1"));
  await act(async () => rename("later"));
  await it.tell(created("2"));
  assert.deepEqual(heard, ["shown 1", "later 2"]);
  await view.leave();
});

test("behind the fallback of a Suspense nothing is missed", async () => {
  const it = server();
  await it.start();
  const heard = [];
  const draw = (isPending) => h(Suspense, { fallback: null }, h(Listener, { name: "it", heard }), h(Pending, { isPending }));
  const view = await page(draw(false), { connection: it.connection });
  await view.update({ element: draw(true) });
  await it.tell(created("1"));
  await view.update({ element: draw(false) });
  await it.tell(created("2"));
  assert.deepEqual(heard, ["it 1", "it 2"]);
  await view.leave();
});

// Not in React 18.
if (Activity) {
  test("what an Activity hides hears nothing until it is shown, as all its effects wait", async () => {
    const it = server();
    await it.start();
    const heard = [];
    const draw = (mode) => h(Activity, { mode }, h(Listener, { name: mode, heard }));
    const view = await page(draw("hidden"), { connection: it.connection });
    for (const [at, mode] of ["hidden", "visible", "hidden", "visible"].entries()) {
      await view.update({ element: draw(mode) });
      await it.tell(created(`${at}`));
    }
    assert.deepEqual(heard, ["visible 1", "visible 3"]);
    await view.leave();
  });
}
