// What a thousand events in a second cost a page with fifty listeners: renders, counted.
import { example, page, server } from "./stage.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { act, createElement as h, useState } from "react";
import { useRealtimeEvent } from "@purposepath/realtime/react";

const LISTENERS = 50;
const EVENTS = 1000;

test("a thousand events render only the component whose state changed", async () => {
  const { connection, start, say } = server();
  const renders = new Map();
  const handled = new Map();
  const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  function Row({ goalId }) {
    count(renders, goalId);
    const [progress, setProgress] = useState(0);
    useRealtimeEvent("goal.activity.created", (activity) => {
      count(handled, goalId);
      if (activity.goalId === goalId) setProgress((before) => before + 1);
    });
    return `${progress} `;
  }
  const rows = Array.from({ length: LISTENERS }, (_, at) => h(Row, { key: at, goalId: `g${at}` }));
  const view = await page(rows, { connection, wrapper: "div" });
  await start();
  assert.deepEqual([...new Set(renders.values())], [1]);
  // Each a message of its own, as a socket has them; every second is about a goal that no row shows.
  for (let at = 0; at < EVENTS; at++) {
    const goalId = at % 2 ? "another" : `g${(at / 2) % (LISTENERS / 2)}`;
    await act(async () => say(example("goal.activity.created", { goalId })));
  }
  const half = EVENTS / 2 / (LISTENERS / 2);
  assert.deepEqual([...new Set(handled.values())], [EVENTS]);
  assert.deepEqual([...renders.values()], Array.from({ length: LISTENERS }, (_, at) => (at < LISTENERS / 2 ? 1 + half : 1)));
  const total = [...renders.values()].reduce((sum, of) => sum + of - 1, 0);
  console.log(`${EVENTS} events over ${LISTENERS} listeners: ${total} renders, ${EVENTS / 2} changes of state`);
  await view.leave();
});
