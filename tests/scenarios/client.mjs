// A client on `RealtimeConnection`, for scenarios: connects, stays, and on SIGINT stops and stays put.
//
//   node --experimental-websocket tests/scenarios/client.mjs URL TOKEN
//
// CLIENT_TIME_SCALE makes its clock run so many times faster, for scenarios whose clock does.

import { RealtimeConnection } from "../../bindings/esm/connection.js";

const [url, token] = process.argv.slice(2);
const scale = Number(process.env.CLIENT_TIME_SCALE ?? 1);

const connection = new RealtimeConnection({
  url,
  getToken: () => token,
  environment: {
    WebSocket,
    setTimeout: (run, ms) => setTimeout(run, ms / scale),
    now: () => Math.round(performance.timeOrigin + performance.now() * scale),
  },
});
connection.start();
process.on("SIGINT", () => connection.stop());
setInterval(() => {}, 60_000);
