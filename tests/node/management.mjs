// `@connections` of the mock server, called by the clients that a backend has: Amazon's SDK for
// JavaScript, and boto3. Each posts, asks and closes, and has the exception of its own that Amazon's
// status stands for; 400 is of neither's model, so its name alone tells it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { WebSocket } from "ws";
import { python } from "./python.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const command = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/examples/realtime");
if (!existsSync(command)) throw new Error("The command is missing: cargo build --all-features --example realtime");

const mock = spawn(command, ["mock", "--port", "0", "--format", "json", "--rate", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const lines = createInterface({ input: mock.stdout });
const { url, control } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);

/** A client of the WebSocket, with the id that it is told; hears one text after the other. */
async function connect() {
  const socket = new WebSocket(url);
  const heard = [];
  let tell = () => {};
  socket.on("message", (data) => {
    heard.push(data.toString());
    tell();
  });
  const closed = new Promise((resolve) => socket.on("close", (code) => resolve(code)));
  const next = async () => {
    while (heard.length === 0) await new Promise((resolve) => (tell = resolve));
    return heard.shift();
  };
  await new Promise((resolve) => socket.on("open", resolve));
  socket.send(JSON.stringify({ action: "auth", token: "tenant-123/user-456" }));
  const { data } = JSON.parse(await next());
  return { id: data.connectionId, next, closed };
}

async function fault(action) {
  const answer = await fetch(`${control}/faults`, { method: "POST", body: JSON.stringify({ action, times: 1 }) });
  assert.equal(answer.status, 200);
}

/** What Amazon's SDK for JavaScript makes of each answer. */
async function javascript(endpoint) {
  const { id, next, closed } = await connect();
  const credentials = { accessKeyId: "anybody", secretAccessKey: "anything" };
  const client = new ApiGatewayManagementApiClient({ endpoint, region: "eu-central-1", credentials, maxAttempts: 1 });
  const send = (Command, ConnectionId, more) => client.send(new Command({ ConnectionId, ...more }));
  const post = (to, Data = "lost") => send(PostToConnectionCommand, to, { Data });
  const calls = [post, (to) => send(GetConnectionCommand, to), (to) => send(DeleteConnectionCommand, to)];
  const is = (type, status, name) => (error) => {
    assert.ok(error instanceof type, `${error.name}: ${error.message}`);
    assert.deepEqual([error.$metadata.httpStatusCode, error.name], [status, name ?? type.name]);
    return true;
  };

  await post(id, "taken");
  assert.equal(await next(), "taken");
  const shown = await send(GetConnectionCommand, id);
  assert.ok(shown.ConnectedAt instanceof Date && shown.LastActiveAt instanceof Date);
  assert.equal(shown.Identity.SourceIp, "127.0.0.1");

  for (const call of calls) {
    await assert.rejects(call("nobody"), (error) => {
      assert.equal(error.message, "Invalid connectionId: nobody");
      return is(ApiGatewayManagementApiServiceException, 400, "BadRequestException")(error);
    });
    await assert.rejects(call("L0SM9cOFvHcCIhw="), is(GoneException, 410));
  }
  await assert.rejects(post(id, "x".repeat(128 * 1024 + 1)), is(PayloadTooLargeException, 413));
  await fault("limit_exceeded");
  await assert.rejects(post(id), is(LimitExceededException, 429));
  await fault("gone");
  await assert.rejects(post(id), is(GoneException, 410));
  await post(id, "taken again");
  assert.equal(await next(), "taken again");

  await send(DeleteConnectionCommand, id);
  assert.equal(await closed, 1000);
  for (const call of calls) await assert.rejects(call(id), is(GoneException, 410));
  client.destroy();
}

try {
  // As it is, and behind the name of a stage.
  for (const endpoint of [control, `${control}/dev`]) {
    await javascript(endpoint);
    const { id, next, closed } = await connect();
    python("management.py", endpoint, control, id);
    assert.deepEqual([await next(), await next(), await closed], ["taken", "taken again", 1000]);
  }
  console.log("@connections: Amazon's SDK for JavaScript and boto3 tell 400, 410, 413 and 429 apart, and post, ask and close");
} finally {
  mock.kill();
}
