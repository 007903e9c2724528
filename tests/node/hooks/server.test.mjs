// Rendering on a server, where there is no window, and hydrating what it rendered.
import { example, server } from "./stage.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { StrictMode, act, createElement as h } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { RealtimeProvider, useGoalActivity, useRealtimeEvent, useRealtimeGoals, useRealtimeResync, useRealtimeStatus } from "@purposepath/realtime/react";

function Page() {
  useRealtimeEvent(["goal.created", "goal.paused"], () => assert.fail("a server hears nothing"), false);
  useRealtimeResync(() => {});
  const status = useRealtimeStatus(({ status }) => [status])[0];
  return h("p", null, `${status}, ${useRealtimeGoals().length} goals, ${useGoalActivity("g").length} entries`);
}

test("a server renders the page of no connection, and what is hydrated becomes that of its own", async () => {
  const { connection, start, tell, sockets } = server();
  const tree = h(StrictMode, null, h(RealtimeProvider, { connection }, h(Page)));
  const reported = [];
  const { error } = console;
  console.error = (...words) => reported.push(words.join(" "));
  try {
    const { window } = globalThis;
    globalThis.window = undefined;
    const html = renderToString(tree);
    globalThis.window = window;
    assert.equal(html, "<p>disconnected, 0 goals, 0 entries</p>");
    assert.equal(sockets.length, 0);
    // Connected before it is hydrated: the first render has to be the server's all the same.
    await start();
    const container = document.createElement("div");
    container.innerHTML = html;
    const root = await act(async () => hydrateRoot(container, tree, { onRecoverableError: (fault) => reported.push(String(fault)) }));
    assert.equal(container.textContent, "connected, 0 goals, 0 entries");
    await tell(example("goal.created", { goalId: "g" }));
    assert.equal(container.textContent, "connected, 1 goals, 1 entries");
    await act(async () => root.unmount());
    assert.deepEqual(reported, []);
  } finally {
    console.error = error;
  }
});
