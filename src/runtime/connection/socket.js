// The socket, one at a time. One that was closed may go on talking; whoever hears it goes by the
// generation.

/** How long a socket that was closed may stay open, where it can be ended otherwise. */
const LINGER_MS = 1000;

/**
 * What of a socket is used; `ping` and the rest where it is one of the package `ws`.
 *
 * @typedef {object} Socket
 * @property {() => void} onopen
 * @property {(event: { data: unknown }) => void} onmessage
 * @property {(event: { code: number }) => void} onclose
 * @property {() => unknown} onerror
 * @property {(code: number) => void} close
 * @property {(frame: string) => void} send
 * @property {() => void} ping
 * @property {() => void} terminate
 * @property {(name: "ping" | "pong", listener: () => void) => void} on
 */

/**
 * @typedef {import("./contract.js").ConnectionInput} Input
 * @typedef {import("./options.js").ConnectionEnvironment} Environment
 */

/**
 * @param {Environment} environment
 * @param {(input: Input) => void} feed
 * @param {(data: unknown, generation: number) => void} receive
 * @param {(error: unknown) => void} report
 */
export function createSocket({ WebSocket, setTimeout, clearTimeout }, feed, receive, report) {
  const { prototype } = WebSocket || {};
  /** Whether sockets of this class can send a control ping, and tell of the answer. */
  const canPing = !!prototype && !!prototype.ping && !!prototype.on;
  /** @type {Socket | null} */
  let socket = null;

  /**
   * Opens a socket, or throws.
   *
   * @param {string} url
   * @param {string} query What stands behind the URL and may be in no error.
   * @param {number} generation
   */
  function open(url, query, generation) {
    if (!WebSocket) throw TypeError("no WebSocket in this runtime: give environment.WebSocket");
    /** @type {Socket} */
    let mine;
    try {
      mine = socket = /** @type {Socket} */ (new WebSocket(url + query));
    } catch (error) {
      throw query ? TypeError("the WebSocket refused its URL") : error;
    }
    /** @param {"SocketOpen" | "SocketClose" | "Frame" | "Pong"} type @param {number} [code] */
    const tell = (type, code) => feed(/** @type {Input} */ ({ type, generation, code }));
    let isOpening = true;
    mine.onopen = () => {
      isOpening = false;
      tell("SocketOpen");
    };
    mine.onmessage = ({ data }) => receive(data, generation);
    mine.onclose = ({ code }) => tell("SocketClose", code);
    // A close follows, except in Node 22 after a handshake that failed; that is 1006 everywhere.
    mine.onerror = () => isOpening && tell("SocketClose", 1006);
    if (!canPing) return;
    mine.on("ping", () => tell("Frame"));
    mine.on("pong", () => {
      tell("Frame");
      tell("Pong");
    });
  }

  /** @param {(socket: Socket) => void} run */
  function attempt(run) {
    try {
      run(/** @type {Socket} */ (socket));
    } catch (error) {
      report(error);
    }
  }

  /** @param {number} code */
  const close = (code) =>
    attempt((it) => {
      socket = null;
      // A server that is gone answers no close, and a process would not end for that long.
      if (it.terminate) {
        const timer = setTimeout(() => it.terminate(), LINGER_MS);
        it.onclose = () => clearTimeout(timer);
      }
      it.close(code);
    });

  /** @param {object} command Its keys stand as an encoder writes them. */
  const send = (command) => attempt((it) => it.send(JSON.stringify(command)));

  /** Asks for a sign of life. */
  const probe = () => (canPing ? attempt((it) => it.ping()) : send({ action: "ping" }));

  return { canPing, open, close, send, probe };
}
