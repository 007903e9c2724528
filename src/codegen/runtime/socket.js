import { encode } from "./encoder.js";

// The socket, one at a time. One that was closed is not heard any more.

/**
 * @param {any} WebSocket
 * @param {(input: any) => void} feed
 * @param {(data: unknown, generation: number) => void} receive
 * @param {(error: unknown) => void} report
 */
export function createSocket(WebSocket, feed, receive, report) {
  /** @type {any} */
  let socket = null;

  /**
   * @param {string} url
   * @param {number} generation
   */
  function open(url, generation) {
    socket = new WebSocket(url);
    socket.onopen = () => feed({ type: "SocketOpen", generation });
    /** @param {any} event */
    socket.onmessage = ({ data }) => receive(data, generation);
    /** @param {any} event */
    socket.onclose = ({ code }) => {
      socket = null;
      feed({ type: "SocketClose", generation, code });
    };
    // A close follows.
    socket.onerror = () => {};
  }

  /** @param {number} code */
  function close(code) {
    const closing = socket;
    if (!closing) return;
    socket = closing.onopen = closing.onmessage = closing.onclose = null;
    try {
      closing.close(code);
    } catch (error) {
      report(error);
    }
  }

  /** @param {any} command */
  function send(command) {
    try {
      if (socket) socket.send(encode(command));
    } catch (error) {
      report(error);
    }
  }

  return { open, close, send };
}
