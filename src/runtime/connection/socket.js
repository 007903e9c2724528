// The socket, one at a time. One that was closed may go on talking; whoever hears it goes by the
// generation.

/**
 * What of a socket is used.
 *
 * @typedef {object} Socket
 * @property {() => void} onopen
 * @property {(event: { data: unknown }) => void} onmessage
 * @property {(event: { code: number }) => void} onclose
 * @property {() => void} onerror
 * @property {(code: number) => void} close
 * @property {(frame: string) => void} send
 */

/**
 * @param {import("./options.js").ConnectionEnvironment["WebSocket"]} WebSocket
 * @param {(input: import("./contract.js").ConnectionInput) => void} feed
 * @param {(data: unknown, generation: number) => void} receive
 * @param {(error: unknown) => void} report
 */
export function createSocket(WebSocket, feed, receive, report) {
  /** @type {Socket | null} */
  let socket;

  /**
   * Opens a socket, or throws.
   *
   * @param {string} url
   * @param {string} query What stands behind the URL and may be in no error.
   * @param {number} generation
   */
  function open(url, query, generation) {
    /** @type {Socket} */
    let mine;
    try {
      mine = socket = /** @type {Socket} */ (new WebSocket(url + query));
    } catch (error) {
      throw query ? TypeError("the WebSocket refused its URL") : error;
    }
    let isOpening = true;
    mine.onopen = () => {
      isOpening = false;
      feed({ type: "SocketOpen", generation });
    };
    mine.onmessage = ({ data }) => receive(data, generation);
    mine.onclose = ({ code }) => feed({ type: "SocketClose", generation, code });
    // A close follows, except in Node 22 after a handshake that failed; that is 1006 everywhere.
    mine.onerror = () => isOpening && feed({ type: "SocketClose", generation, code: 1006 });
  }

  /** @param {number} code */
  function close(code) {
    const closing = socket;
    socket = null;
    try {
      /** @type {Socket} */ (closing).close(code);
    } catch (error) {
      report(error);
    }
  }

  /** @param {object} command Its keys stand as an encoder writes them. */
  function send(command) {
    try {
      /** @type {Socket} */ (socket).send(JSON.stringify(command));
    } catch (error) {
      report(error);
    }
  }

  return { open, close, send };
}
