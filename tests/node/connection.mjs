// The connection over real sockets: one script of scenarios (connection/scenarios.js) against a real
// server (connection/server.mjs), in Chromium, in Node 22 with the WebSocket of its own, and in this
// Node with that of the package `ws`. No runtime may print the token.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createHole } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium, flags, version } from "./chromium.mjs";
import { Server } from "./connection/server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const secret = `secret-${process.pid}-${Math.random().toString(36).slice(2)}`;

/** Node 22, from the package of this platform. */
function node22() {
  const name = `node-${process.platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(`${name}/package.json`)), "bin/node");
  } catch {
    throw new Error(
      `Node 22 is missing: npm --prefix tests/node ci --include=optional; there is none for ${process.platform} on ${process.arch} but that of linux on x64 and arm64`,
    );
  }
}

const site = mkdtempSync(join(tmpdir(), "realtime-connection-"));
const profile = mkdtempSync(join(tmpdir(), "realtime-profile-"));
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
cpSync(join(here, "../../bindings"), join(site, "realtime"), { recursive: true });
cpSync(join(here, "connection/scenarios.js"), join(site, "scenarios.js"));
writeFileSync(join(site, "package.json"), '{ "type": "module" }\n');
writeFileSync(join(site, "index.html"), '<!doctype html><title>A page</title><script type="module" src="/scenarios.js"></script>\n');

/** Runs the scenarios by a program; what it makes of them, and all that it printed. */
async function run(name, program, argumentsAt) {
  const server = new Server();
  await server.start();
  const dead = new Server();
  await dead.start();
  await dead.kill();
  // Takes every connection, and says nothing.
  const hole = createHole();
  await new Promise((resolve) => hole.listen(0, "127.0.0.1", resolve));
  let reported;
  const report = new Promise((resolve) => (reported = resolve));
  const control = {
    config: () => JSON.stringify({ url: `ws://127.0.0.1:${server.port}`, deadUrl: `ws://127.0.0.1:${dead.port}`, holeUrl: `ws://127.0.0.1:${hole.address().port}`, secret }),
    kill: () => server.kill(),
    start: () => server.start(),
    closed: async (path) => JSON.stringify(await server.closed(path)),
    report: (text) => reported(JSON.parse(text)),
  };
  const http = createServer(async (request, response) => {
    const [, action] = /^\/control\/(\w+)$/.exec(request.url) ?? [];
    let body = "";
    for await (const chunk of request) body += chunk;
    if (action) return response.end((await control[action](body)) ?? "");
    const path = join(site, request.url === "/" ? "index.html" : request.url);
    const found = existsSync(path) && extname(path) in types;
    response.writeHead(found ? 200 : 404, { "content-type": types[extname(path)] ?? "text/plain" });
    response.end(found ? readFileSync(path) : "");
  });
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  const child = spawn(program, argumentsAt(`http://127.0.0.1:${http.address().port}`), { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (printed += data));
  const exit = new Promise((resolve) => child.once("close", resolve));
  const broken = exit.then(() => ({ results: null }));
  const late = setTimeout(() => child.kill(), 120_000);
  const { results, errors } = await Promise.race([report, broken]);
  clearTimeout(late);
  child.kill();
  await exit;
  if (!results) throw new Error(`${name} reported nothing:\n${printed}`);
  // What was over stays over: by now a connection that comes back by itself would have come.
  const connections = [...server.seen.values()].flat();
  assert.ok(connections.every(({ code }) => code !== null), `${name}: a connection is open after the last scenario`);
  await server.kill();
  hole.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));

  const failures = results.filter(({ error }) => error);
  for (const { name: scenario, error } of failures) console.error(`${name}: ${scenario}: ${error}`);
  for (const text of [printed, ...errors]) assert.ok(!text.includes(secret), `${name} shows the token: ${text}`);
  console.log(`${name}: ${results.length} scenarios, ${connections.length} connections, ${failures.length} fail`);
  return failures.length;
}

try {
  const scenarios = join(site, "scenarios.js");
  const ws = pathToFileURL(require.resolve("ws").replace(/index\.js$/, "wrapper.mjs")).href;
  // What a page logs comes out on stderr.
  const page = [...flags(profile), "--enable-logging=stderr"];
  const own = node22();
  const ofOwn = execFileSync(own, ["--version"], { encoding: "utf8" }).trim();
  let failures = await run(`Chromium ${version}`, chromium, (origin) => [...page, `${origin}/`]);
  failures += await run(`Node ${ofOwn}, WebSocket of its own`, own, (origin) => [scenarios, origin]);
  failures += await run(`Node ${process.version}, ws ${require("ws/package.json").version}`, process.execPath, (origin) => [scenarios, origin, ws]);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  rmSync(site, { recursive: true });
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
