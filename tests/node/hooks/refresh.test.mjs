// Hot reload: a component is replaced while it is mounted, and keeps its state.
import "./dom.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import refresh from "react-refresh/runtime";

// Before React is there.
refresh.injectIntoGlobalHook(globalThis);
const { example, page, server } = await import("./stage.mjs");
const { act, createElement: h, useState } = await import("react");
const { useRealtimeEvent, useRealtimeStatus } = await import("@purposepath/realtime/react");

test("a component that is replaced hears with its new handler, once, and the connection stays", async () => {
  const { connection, start, tell, sockets } = server();
  const heard = [];
  const version = (name, type) => {
    const Listener = () => {
      const [count, setCount] = useState(0);
      useRealtimeEvent(type, () => (heard.push(name), setCount(count + 1)));
      return `${name} ${count} ${useRealtimeStatus(({ status }) => status)}`;
    };
    refresh.register(Listener, "Listener");
    refresh.setSignature(Listener, "the same hooks");
    return Listener;
  };
  const view = await page(h(version("old", "goal.created")), { connection });
  await start();
  await tell(example("goal.created"));
  version("new", "goal.paused");
  await act(async () => refresh.performReactRefresh());
  await tell(example("goal.created"), example("goal.paused"));
  assert.deepEqual(heard, ["old", "new"]);
  assert.equal(view.text(), "new 2 connected");
  assert.equal(sockets.length, 1);
  await view.leave();
});
