// What every script about the mock's page needs: a mock, clients, and the page in Chromium. With
// PAGE_FROM_DISK=1 the page's files come from src/mock/page instead of the binary, so that a change is
// tried without building.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { WebSocket } from "ws";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
export const files = join(root, "src/mock/page");
const command = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/examples/realtime");
const executablePath = "/usr/bin/chromium";
const axe = createRequire(import.meta.url).resolve("axe-core");
const flag = process.argv.indexOf("--screenshots");
const pictures = flag > 0 && process.argv[flag + 1];

if (!existsSync(command)) throw new Error("The command is missing: cargo build --all-features --example realtime");
if (!existsSync(executablePath)) throw new Error("Chromium is missing: apt-get install chromium");
if (pictures) mkdirSync(pictures, { recursive: true });

/** A mock server of its own, without traffic unless the arguments say so. */
export async function startMock(...more) {
  const child = spawn(command, ["mock", "--port", "0", "--format", "json", "--rate", "0", ...more], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const { url, control } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
  // What it logs is read, or it would wait for a reader.
  child.stdout.resume();
  const ask = async (path, init) => (await fetch(control + path, init)).json();
  const tell = (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) });
  return { child, url, control, ask, tell };
}

/** A connection that authenticates; what it hears, and how it ends. */
export async function connect(url, token) {
  const socket = new WebSocket(url);
  const heard = [];
  const closed = new Promise((resolve) => socket.on("close", (code) => resolve(code)));
  socket.on("error", () => {});
  socket.on("message", (data) => heard.push(data.toString()));
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  socket.send(JSON.stringify({ action: "auth", token }));
  return { socket, heard, closed };
}

/** A client of the library, which drops repeats and comes back: the events that it hands on. Once it has given
 * up, its user starts it `again`. */
export function startClient(url, token) {
  const events = [];
  const start = () => {
    const child = spawn(command, ["tail", url, "--format", "json"], { env: { ...process.env, REALTIME_TOKEN: token }, stdio: ["ignore", "pipe", "ignore"] });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = JSON.parse(line);
      if (said.kind === "event") events.push(typeof said.frame === "string" ? JSON.parse(said.frame) : said.frame);
    });
    return child;
  };
  let running = start();
  const hasEnded = () => running.exitCode !== null;
  return { events, of: (type) => events.filter((event) => event.type === type), kill: () => running.kill(), hasEnded, again: () => (running = start()) };
}

/** Waits until something holds, as long as a loaded machine may need. */
export async function until(what, holds, ms = 30_000) {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const args = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
export const launch = (...more) => chromium.launch({ executablePath, args: [...args.split(" "), ...more] });

/** The page of a mock, its troubles, and short words for what a tester does. */
export async function openPage(browser, mock, size = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ viewport: size, permissions: ["clipboard-write", "clipboard-read"], acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  // The browser tells of refusals by the mock too.
  page.on("console", (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && troubles.push(message.text()));
  if (process.env.PAGE_FROM_DISK) await fromDisk(page, mock.control);
  await page.goto(mock.control);
  await page.locator("#summary li").last().waitFor({ state: "attached" });
  return {
    page,
    context,
    troubles,
    tab: (name) => page.getByRole("tab", { name, exact: true }).click(),
    told: (text) => page.locator("#said").filter({ hasText: text }).waitFor(),
    press: (name) => page.getByRole("button", { name, exact: true }).click(),
    log: page.locator("#log-table tbody"),
    picture: async (name) => pictures && page.screenshot({ path: join(pictures, `${name}.png`) }),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
  };
}

async function fromDisk(page, control) {
  const policy = (await fetch(control)).headers.get("content-security-policy");
  const types = { js: "text/javascript", css: "text/css", html: "text/html" };
  await page.route(/^[^?]*(\/page\/[\w.]+|:\d+\/)$/, (route) => {
    const name = new URL(route.request().url()).pathname.replace("/page/", "").replace(/^\/$/, "index.html");
    const headers = { "content-type": `${types[name.split(".").pop()]}; charset=utf-8`, "content-security-policy": policy };
    return route.fulfill({ body: readFileSync(join(files, name)), headers });
  });
}

/** What axe finds wrong with the page as it is, by all its rules or by these. */
export async function violations(page, only) {
  // The page's policy lets no script of others in; the debugger may put one beside it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(readFileSync(axe, "utf8"));
  const found = await page.evaluate((only) => window.axe.run(only ? { runOnly: only } : {}), only);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
