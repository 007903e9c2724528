// The peer of the mock's benchmark: a small mock as one would write it on `ws`. It accepts any token,
// and sends what is posted to `/broadcast` to every authenticated client, encoded once.
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

/** @type {Set<import("ws").WebSocket>} */
const clients = new Set();
const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false, backlog: 4096 });

sockets.on("connection", (socket) => {
  socket.on("close", () => clients.delete(socket));
  socket.on("message", (data) => {
    const frame = JSON.parse(data.toString());
    if (frame.action !== "auth") return;
    const success = { tenantId: "tenant-123", userId: "user-456", connectionId: randomUUID() };
    socket.send(JSON.stringify({ type: "auth.success", timestamp: new Date().toISOString(), data: success }));
    clients.add(socket);
  });
});

const control = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    if (request.url !== "/broadcast") return response.writeHead(404).end();
    const frame = Buffer.concat(chunks);
    for (const client of clients) client.send(frame, { binary: false });
    response.end(JSON.stringify({ receivers: clients.size }));
  });
});

await new Promise((resolve) => control.listen(0, "127.0.0.1", resolve));
const at = (server) => `127.0.0.1:${server.address().port}`;
console.log(JSON.stringify({ url: `ws://${at(sockets)}`, control: `http://${at(control)}`, pid: process.pid }));
