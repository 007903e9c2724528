// The WebSockets of a page as a HAR, made of what Chromium's DevTools protocol tells, in the shape in which its
// developer tools save one.
import type { CDPSession, Page } from "playwright-core";

interface Message {
  readonly type: "send" | "receive" | "error";
  /** In seconds since 1970. */
  readonly time: number;
  readonly opcode: number;
  /** In base64 unless the opcode is 1. */
  readonly data: string;
}

interface Socket {
  readonly url: string;
  /** What to add to the seconds of the protocol's clock, and when the handshake began. */
  offset: number;
  started: number;
  readonly messages: Message[];
}

interface Frame {
  readonly requestId: string;
  readonly timestamp: number;
  readonly response: { readonly opcode: number; readonly payloadData: string };
}

/** Records from now on; the answer makes the HAR of all that has happened since. */
export async function recordHar(page: Page): Promise<() => object> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const sockets = new Map<string, Socket>();
  session.on("Network.webSocketCreated", ({ requestId, url }) => {
    sockets.set(requestId, { url, offset: 0, started: 0, messages: [] });
  });
  session.on("Network.webSocketWillSendHandshakeRequest", ({ requestId, timestamp, wallTime }) => {
    const socket = sockets.get(requestId);
    if (socket) Object.assign(socket, { offset: wallTime - timestamp, started: wallTime });
  });
  const note = (type: Message["type"], { requestId, timestamp, response }: Frame) => {
    const socket = sockets.get(requestId);
    const { opcode, payloadData: data } = response;
    socket?.messages.push({ type, time: socket.offset + timestamp, opcode, data });
  };
  session.on("Network.webSocketFrameSent", (frame) => note("send", frame));
  session.on("Network.webSocketFrameReceived", (frame) => note("receive", frame));
  session.on("Network.webSocketFrameError", ({ requestId, timestamp, errorMessage }) =>
    note("error", { requestId, timestamp, response: { opcode: -1, payloadData: errorMessage } }),
  );
  await session.send("Network.enable");
  return () => ({
    log: {
      version: "1.2",
      creator: { name: "WebInspector", version: "537.36" },
      pages: [],
      entries: [...sockets.values()].map(({ url, started, messages }) => ({
        _resourceType: "websocket",
        _webSocketMessages: messages,
        cache: {},
        request: { method: "GET", url, httpVersion: "HTTP/1.1", headers: [], queryString: [], cookies: [] },
        response: { status: 101, statusText: "Switching Protocols", headers: [], cookies: [], content: {} },
        startedDateTime: new Date(started * 1000).toISOString(),
        time: 0,
        timings: { send: 0, wait: 0, receive: 0 },
      })),
    },
  });
}
