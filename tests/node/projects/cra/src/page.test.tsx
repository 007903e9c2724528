/** @jest-environment jsdom */
import { act } from "react";
import { createRoot } from "react-dom/client";
import { encode } from "@purposepath/realtime";
import { fixtures } from "@purposepath/realtime/fixtures";
import { Page } from "./page";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

class Socket {
  static all: Socket[] = [];
  onopen = () => {};
  onmessage = (_: { data: string }) => {};
  sent: string[] = [];
  closed = 0;
  constructor(readonly url: string) {
    Socket.all.push(this);
  }
  send(text: string) {
    this.sent.push(text);
  }
  close(code: number) {
    this.closed = code;
  }
}

test("the reference application's files run under React 18: one socket, an event, no socket", async () => {
  const element = document.createElement("div");
  const root = createRoot(element);
  const titles: string[] = [];
  const page = (session: { tenantId: string; userId: string } | null) => (
    <Page session={session} environment={{ WebSocket: Socket }} onTitle={(title) => titles.push(title)} />
  );
  await act(async () => root.render(page({ tenantId: "tenant-123", userId: "user-456" })));
  const [socket, ...others] = Socket.all;
  expect(others).toEqual([]);
  await act(async () => {
    socket.onopen();
    socket.onmessage({ data: encode(fixtures["auth.success"]) });
  });
  await act(async () => {
    socket.onmessage({ data: encode(fixtures["goal.created"]) });
    await new Promise(requestAnimationFrame);
  });
  expect(socket.sent).toEqual(['{"action":"auth","token":"a token"}']);
  expect(titles).toEqual(["Increase Revenue by 20%"]);
  expect(element.textContent).toBe("connected, 1 goals, 1 entries");
  await act(async () => root.render(page(null)));
  expect([socket.closed, Socket.all.length]).toEqual([1000, 1]);
  act(() => root.unmount());
});
