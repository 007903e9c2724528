// A server that a test holds in its hand: it records the sockets that the page opens, and says what
// the test tells it to.
import { encode } from "@purposepath/realtime";
import type { ServerMessage } from "@purposepath/realtime";
import type { ConnectionEnvironment } from "@purposepath/realtime/connection";
import { scaledClock } from "./scaled-clock";
import type { Clock } from "./scaled-clock";

export class FakeSocket {
  onopen: (() => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  /** What the page has said. A ping says nothing: when one is due is the clock's business. */
  readonly sent: string[] = [];
  /** The code of the close, from whichever side. */
  closed: number | null = null;

  constructor(readonly url: string) {}

  send(text: string) {
    if (text !== '{"action":"ping"}') this.sent.push(text);
  }

  close(code: number) {
    this.closed ??= code;
  }
}

export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  /** What a connection needs; the smallest delays, on a fast clock unless another is given. */
  readonly environment: Partial<ConnectionEnvironment>;

  constructor(clock: Clock = scaledClock(20)) {
    const { sockets } = this;
    this.environment = {
      ...clock,
      WebSocket: class extends FakeSocket {
        constructor(url: string) {
          super(url);
          sockets.push(this);
        }
      },
      random: () => 0,
    };
  }

  get open(): readonly FakeSocket[] {
    return this.sockets.filter(({ closed }) => closed === null);
  }

  get current(): FakeSocket {
    const socket = this.open.at(-1);
    if (!socket) throw new Error("no socket is open");
    return socket;
  }

  /** Opens the socket and accepts whoever is there. */
  accept(tenantId = "tenant-123", userId = "user-456") {
    const socket = this.current;
    socket.onopen?.();
    this.say({
      type: "auth.success",
      timestamp: "2025-11-03T14:30:00.000Z",
      data: { tenantId, userId, connectionId: `connection-${this.sockets.length}` },
    });
  }

  say(message: ServerMessage) {
    this.sayText(encode(message));
  }

  sayText(text: string) {
    this.current.onmessage?.({ data: text });
  }

  /** The connection is gone. */
  cut(code = 1006) {
    const socket = this.current;
    socket.closed = code;
    socket.onclose?.({ code });
  }
}
