// The recipes of docs/recipes.md at work: each page in Chromium, and the program in Node.js, connects to
// the mock server, says so, and shows a goal that is made meanwhile. projects.mjs has built them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium as browsers } from "playwright-core";
import { chromium, version } from "./chromium.mjs";
import { URL_OF_MOCK, write } from "./recipes/read.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const projects = join(here, "projects");
const out = join(root, "target/consumers/recipes");
const command = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/examples/realtime");
if (!existsSync(command)) throw new Error("the command is missing: cargo build --all-features --example realtime");
for (const built of ["vite/recipe/react/dist", "vite/recipe/worker/dist", "cra/dist/room.js", "next/.next/BUILD_ID"]) {
  if (!existsSync(join(projects, built))) throw new Error(`${built} is missing: npm --prefix tests/node run projects`);
}
const PATIENCE_MS = 60_000;

const started = [];
/** Starts a program; it ends with this one. */
function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], ...options });
  started.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, line: async () => (await lines.next()).value };
}

const mock = start(command, ["mock", "--port", "0", "--format", "json", "--rate", "0"]);
const { url, control } = JSON.parse(await mock.line());
/** A recipe names the mock server as its reader has it; here it is on another port. */
const where = (text) => text.replaceAll(URL_OF_MOCK, url);

/** Makes a goal; whoever is connected hears of it. */
async function create(title) {
  const data = { goalId: "goal-1", title, status: "draft" };
  const answer = await fetch(new URL("/broadcast", control), { method: "POST", body: JSON.stringify({ type: "goal.created", tenantId: "tenant-123", data }) });
  assert.equal(answer.status, 200, await answer.text());
}

// The package in a folder of its own, as npm puts it there.
const installed = join(projects, "vite/node_modules/@purposepath/realtime");
rmSync(out, { recursive: true, force: true });
write("A page without a bundler", join(out, "page"));
cpSync(installed, join(out, "page/realtime"), { recursive: true });
mkdirSync(join(out, "cra"));
cpSync(join(projects, "cra/dist/room.js"), join(out, "cra/room.js"));
writeFileSync(join(out, "cra/index.html"), '<!doctype html><title>A page</title><div id="root"></div><script src="./room.js"></script>\n');

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
/** A server of files; or of another server, which does not know where the mock server is. */
async function serve(of) {
  const server = createServer(async ({ url, headers }, response) => {
    const { pathname } = new URL(url, "http://127.0.0.1");
    if (of.startsWith("http")) {
      const answer = await fetch(of + url, { headers: { accept: headers.accept ?? "*/*" } });
      const type = answer.headers.get("content-type") ?? "text/plain";
      response.writeHead(answer.status, { "content-type": type });
      return response.end(/javascript/.test(type) ? where(await answer.text()) : Buffer.from(await answer.arrayBuffer()));
    }
    const path = join(of, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    const found = existsSync(path) && extname(path) in types;
    response.writeHead(found ? 200 : 404, { "content-type": types[extname(path)] ?? "text/plain" });
    return response.end(found ? where(readFileSync(path, "utf8")) : "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return `http://127.0.0.1:${server.address().port}/`;
}
const servers = [];

/** Next.js as it runs in production. */
async function next() {
  const cwd = join(projects, "next");
  const args = [join(cwd, "node_modules/next/dist/bin/next"), "start", "--port", "0", "--hostname", "127.0.0.1"];
  const { line } = start(process.execPath, args, { cwd, env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" } });
  for (;;) {
    const said = await line();
    if (said === undefined) throw new Error("Next.js does not start");
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    if (origin) return origin;
  }
}

const browser = await browsers.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-quic"] });

/** What a page is to show once it is connected, and with the goal. */
async function look(name, of, connected, shown) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !/favicon/.test(message.location().url) && troubles.push(message.text()));
  await page.goto(await serve(of));
  await page.locator(connected).first().waitFor({ state: "attached" });
  await create(`Grow, says ${name}`);
  await page.getByText(`Grow, says ${name}${shown}`).first().waitFor();
  assert.deepEqual(troubles, [], name);
  await page.context().close();
  console.log(`${name}: connected, and shows the goal, in Chromium ${version}`);
}

async function node() {
  const folder = join(out, "node");
  write("Node.js", folder);
  writeFileSync(join(folder, "main.mjs"), where(readFileSync(join(folder, "main.mjs"), "utf8")));
  mkdirSync(join(folder, "node_modules/@purposepath"), { recursive: true });
  cpSync(installed, join(folder, "node_modules/@purposepath/realtime"), { recursive: true });
  symlinkSync(join(here, "node_modules/ws"), join(folder, "node_modules/ws"));
  const { child, line } = start(process.execPath, ["main.mjs"], { cwd: folder });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  assert.deepEqual([await line(), await line()], ["connecting", "connected"]);
  await create("Grow, says Node.js");
  assert.equal(await line(), "goal-1: Grow, says Node.js");
  child.kill("SIGTERM");
  assert.equal(await line(), "disconnected");
  assert.equal(await ended, 0);
  console.log(`Node.js ${process.version} with ws: connected, prints the goal, and ends when it is told to`);
}

const late = setTimeout(() => {
  console.error("the recipes never end");
  started.forEach((child) => child.kill());
  process.exit(1);
}, 5 * PATIENCE_MS);
try {
  const room = "h2:has-text('(connected)')";
  await look("Vite", join(projects, "vite/recipe/react/dist"), room, ": draft (connected)");
  await look("Next.js", await next(), room, ": draft (connected)");
  await look("webpack 5", join(out, "cra"), room, ": draft (connected)");
  await look("a page without a bundler", join(out, "page"), "#status:has-text('connected')", "");
  await look("a Web Worker", join(projects, "vite/recipe/worker/dist"), "body[data-status=connected]", "");
  await node();
} finally {
  clearTimeout(late);
  await browser.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  for (const child of started) child.kill();
}
