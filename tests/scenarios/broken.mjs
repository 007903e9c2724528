// A client that breaks one promise of the connection at a time, to prove that the scenarios notice.
//
//   node --experimental-websocket tests/scenarios/broken.mjs BREAKAGE URL TOKEN
//
// Without a breakage it keeps the promises that the others break, with the least code that can.

const BREAKAGES = {
  silent: "never authenticates",
  twice: "opens two sockets",
  hammer: "reconnects 50 ms after a loss, whatever happened",
  lockstep: "reconnects a second after a loss, to the millisecond",
  slow: "reconnects five seconds after a loss",
  undead: "reconnects after it was stopped",
  brittle: "closes on a frame that it does not understand",
  touchy: "closes on every error",
  patient: "waits for ever, for a handshake and for an answer",
  mute: "does not answer a ping",
  idle: "does not keep a quiet connection alive",
  trusting: "never asks whether anybody is there",
  suspicious: "takes whoever does not answer a ping for dead, and reopens",
};

const [breakage, url, token] = process.argv.slice(2);
if (!(breakage in BREAKAGES)) {
  console.error(`there is no breakage ${breakage}; there are ${Object.keys(BREAKAGES).join(", ")}`);
  process.exit(2);
}
const is = (...names) => names.includes(breakage);
const scale = Number(process.env.CLIENT_TIME_SCALE ?? 1);

/** How long a silence is before the server is asked, and how long an answer may take. */
const [SILENCE_MS, ANSWER_MS] = [120_000, 10_000];

let attempt = 0;
let stopped = false;

function open() {
  let ended = false;
  const socket = new WebSocket(url);
  let deadline = is("patient") ? undefined : setTimeout(end, ANSWER_MS / scale);
  const keepAlive = is("idle") ? undefined : setInterval(() => send({ action: "ping" }), 480_000 / scale);
  // What its silence means is known of a server that answers, or sends pings of its own.
  let answers = false;
  let pings = 0;
  let silence;

  function probe(verdict) {
    clearTimeout(silence);
    send({ action: "ping" });
    silence = setTimeout(verdict, ANSWER_MS / scale);
  }

  function hear(isAnswer) {
    // The suspicious one waits for an answer, whatever else comes.
    if (is("trusting") || (is("suspicious") && !isAnswer)) return;
    clearTimeout(silence);
    silence = setTimeout(() => (answers || pings >= 3) && probe(end), SILENCE_MS / scale);
  }

  function send(frame) {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  function end() {
    if (ended) return;
    ended = true;
    clearTimeout(deadline);
    clearInterval(keepAlive);
    clearTimeout(silence);
    socket.close();
    if (stopped && !is("undead")) return;
    const delay = is("hammer") ? 50
      : is("lockstep", "touchy", "brittle", "undead") ? 1_000
      : is("slow") ? 5_000
      : 1_000 + Math.random() * 1_000 * 2 ** attempt++;
    setTimeout(open, delay / scale);
  }

  socket.onopen = () => {
    if (!is("silent")) send({ action: "auth", token });
  };
  socket.onclose = end;
  socket.onerror = end;
  socket.onmessage = ({ data }) => {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      if (is("brittle")) end();
      return;
    }
    const isAnswer = message.type === "pong" || message.connectionId !== undefined;
    if (isAnswer) answers = true;
    if (message.type === "ping") pings += 1;
    if (message.type === "auth.success") {
      clearTimeout(deadline);
      if (!is("trusting")) setTimeout(() => probe(is("suspicious") ? end : () => {}), 1_000 / scale);
    } else {
      hear(isAnswer);
    }
    if (message.type === "ping" && !is("mute")) send({ type: "pong" });
    const isError = message.message !== undefined || /(^|\.)error$/.test(message.type);
    if (isError && is("touchy")) end();
    if (is("brittle") && !/^(ping|auth|goal|action|kpi|error)/.test(message.type)) end();
  };
  process.once("SIGINT", () => {
    stopped = true;
    end();
  });
}

open();
if (is("twice")) open();
setInterval(() => {}, 60_000);
