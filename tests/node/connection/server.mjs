// A WebSocket server that behaves as the path of the URL says: each path below is a way in which a
// server may behave, well or badly. It can be killed, and started again on the same port.
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
import { fixtures } from "../../../bindings/esm/fixtures.js";
import { encode } from "../../../bindings/esm/index.js";

const success = encode(fixtures["auth.success"]);
const refused = encode({ ...fixtures["auth.error"], data: { ...fixtures["auth.error"].data, code: "UNAUTHORIZED" } });
const goal = (changes) => encode({ ...fixtures["goal.created"], ...changes });
const events = Object.values(fixtures).filter(({ type }) => !/^auth\.|error$|^ping$/.test(type));

/** What a server does once a client has sent its first frame; `number` counts the connections to the path. */
const behaviours = {
  "/events": ({ send }) => [success, ...events.map(encode)].forEach(send),
  "/restart": ({ send, number }) => [success, goal(), goal({ eventId: `after start ${number}` })].forEach(send),
  "/expired": ({ send, first }) => send(first.token.endsWith("-forced") ? success : refused),
  "/unauthorized": ({ send }) => send(refused),
  "/garbage": ({ send }) =>
    [success, Buffer.from([0, 1, 255]), "}{", "x".repeat(1 << 20), "[".repeat(60_000), "", goal()].forEach(send),
  "/silence": ({ send, number }) => number > 1 && send(success),
  "/stop": ({ send }) => send(success),
  "/answers": ({ send }) => send(success),
  "/mute": ({ send }) => send(success),
  "/early": ({ send }) => [goal(), goal({ eventId: "early" }), success, goal({ eventId: "in time" })].forEach(send),
  "/refused": ({ socket }) => socket.close(4403),
  "/death"({ send, earlier }) {
    for (const socket of earlier) socket.resume();
    send(success);
  },
};

/** What a server does when a client asks for a sign of life: by the command `ping`, or by a ping frame. */
const signs = {
  "/answers": ({ send }) => send(JSON.stringify({ type: "pong" })),
  // It answers the first time; then the way between the two is gone until the client has another.
  "/death"({ send, socket, number }) {
    if (number > 1) return;
    send(JSON.stringify({ type: "pong" }));
    setImmediate(() => socket.pause());
  },
};

/** What a server does without waiting for a frame. */
const greetings = {
  "/query": ({ send }) => send(goal()),
};

export class Server {
  port = 0;
  /** What was seen, by path: of each connection its URL, the frames that came and the close code. */
  seen = new Map();
  events = 0;

  /** Listens on a port of its own, from then on the same. */
  async start() {
    this.http = createServer();
    this.sockets = new WebSocketServer({ server: this.http, maxPayload: 1 << 16 });
    this.sockets.on("connection", (socket, { url }) => this.#serve(socket, url));
    await new Promise((resolve, reject) => {
      this.http.once("error", reject);
      this.http.listen(this.port, "127.0.0.1", resolve);
    });
    this.port = this.http.address().port;
  }

  /** No goodbye: the sockets are cut, and nobody listens any more. */
  async kill() {
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  /** What was seen on a path, once every connection to it is closed. */
  async closed(path) {
    const connections = this.seen.get(path) ?? [];
    await Promise.all(connections.map(({ ended }) => ended));
    return connections.map(({ url, frames, code }) => ({ url, frames, code }));
  }

  /** Sends an event to whoever is connected to a path; each is another. */
  event(path) {
    const open = (this.seen.get(path) ?? []).filter(({ code }) => code === null);
    for (const { socket } of open) socket.send(goal({ eventId: `event ${++this.events}` }));
  }

  #serve(socket, url) {
    const [path] = url.split("?");
    const connections = this.seen.get(path) ?? [];
    this.seen.set(path, connections);
    const connection = { url, frames: [], code: null, socket };
    const earlier = connections.map((it) => it.socket);
    connections.push(connection);
    connection.ended = new Promise((resolve) =>
      socket.on("close", (code) => {
        connection.code = code;
        resolve();
      }),
    );
    const peer = { number: connections.length, send: (data) => socket.send(data), socket, earlier };
    socket.on("ping", () => signs[path]?.(peer));
    socket.on("message", (data) => {
      const frame = JSON.parse(data.toString());
      connection.frames.push(frame);
      if (connection.frames.length === 1) behaviours[path]?.({ ...peer, first: frame });
      if (frame.action === "ping") signs[path]?.(peer);
    });
    greetings[path]?.(peer);
  }
}
