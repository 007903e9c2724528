// The pages of one user in Chromium, over real sockets: two tabs offline and online, a page that is
// hidden for an hour, one that comes back from the back/forward cache, three tabs that are refused
// and refresh once. What each does stands in tabs/page.js.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as browsers } from "playwright-core";
import { chromium, version } from "./chromium.mjs";
import { Server } from "./connection/server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const secret = `secret-${process.pid}-${Math.random().toString(36).slice(2)}`;
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };
const pages = {
  "/": '<!doctype html><title>A page</title><script type="module" src="/page.js"></script>\n',
  "/other.html": "<!doctype html><title>Another</title><script>addEventListener('load', () => setTimeout(() => history.back(), 200))</script>\n",
};

const server = new Server();
await server.start();
let refreshes = 0;
let failing = 0;
let reported = () => {};
const control = {
  config: () => JSON.stringify({ url: `ws://127.0.0.1:${server.port}`, secret }),
  event: (path) => (server.event(path), ""),
  refresh: async () => {
    refreshes++;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return failing-- > 0 ? "" : `${secret}-forced`;
  },
  refreshes: () => `${refreshes}`,
  report: (text) => (reported(JSON.parse(text)), ""),
};
const http = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  const [, action] = /^\/control\/(\w+)$/.exec(pathname) ?? [];
  let body = "";
  for await (const chunk of request) body += chunk;
  if (action) return response.end(await control[action](body));
  const path = pathname === "/page.js" ? join(here, "tabs/page.js") : join(here, "../../bindings", pathname.replace(/^\/realtime\//, ""));
  const found = pages[pathname] ?? (extname(path) === ".js" && existsSync(path) ? readFileSync(path, "utf8") : undefined);
  response.writeHead(found === undefined ? 404 : 200, { "content-type": types[extname(pathname) || ".html"] ?? "text/plain" });
  response.end(found);
});
await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${http.address().port}`;

// Playwright turns the back/forward cache off.
const browser = await browsers.launch({ executablePath: chromium, ignoreDefaultArgs: ["--disable-back-forward-cache"], args: ["--no-sandbox", "--disable-quic"] });
const printed = [];
/** How long a scenario may take. */
const PATIENCE_MS = 30_000;

/** So many tabs of a new profile. */
async function tabs(count) {
  const context = await browser.newContext();
  const all = [];
  for (let nth = 0; nth < count; nth++) {
    const page = await context.newPage();
    page.on("console", (message) => printed.push(message.text()));
    page.on("pageerror", (error) => printed.push(`${error.stack}`));
    await page.goto(origin);
    await page.waitForFunction(() => window.tabIsThere);
    all.push(page);
  }
  return { context, all };
}
const each = (all, run, argument) => Promise.all(all.map((page) => page.evaluate(run, argument)));
const connections = (path) => server.seen.get(path) ?? [];

const scenarios = {
  async "two tabs go offline and online, at once and for long"() {
    const { context, all } = await tabs(2);
    await each(all, () => (tab.connect("/answers", { environment: tab.faster(10) }), tab.connected()));
    // Shorter than the grace period: the sockets stay, and are probed.
    await context.setOffline(true);
    await context.setOffline(false);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(connections("/answers").length, 2);
    await context.setOffline(true);
    await each(all, () => tab.until(({ reason }) => reason === "offline"));
    assert.ok((await each(all, () => tab.snapshot())).every(({ status }) => status === "reconnecting"));
    await context.setOffline(false);
    await each(all, () => tab.connected());
    assert.equal(connections("/answers").length, 4);
    const histories = await each(all, () => tab.history);
    for (const history of histories) assert.deepEqual(history, ["connecting", "connected", "reconnecting: offline", "connected"]);
    await each(all, () => tab.stop());
    const seen = await server.closed("/answers");
    assert.deepEqual(seen.map(({ code }) => code), [1000, 1000, 1000, 1000]);
    const pings = seen.map(({ frames }) => frames.filter(({ action }) => action === "ping").length);
    assert.ok(pings.slice(0, 2).every((count) => count >= 1), `the first sockets are probed: ${pings}`);
  },

  async "a page that is hidden for an hour keeps its socket while events arrive"() {
    const { all } = await tabs(1);
    for (const path of ["/mute", "/answers"]) {
      // Once a minute; and so seldom that the return is one from a long sleep, which is trusted in nothing.
      for (const [throttle, expected] of [[60, 1], [75, 2]]) {
        const before = connections(path).length;
        const { events, whileHidden, sockets, history } = await all[0].evaluate((of) => tab.hiddenForAnHour(...of), [path, throttle]);
        assert.deepEqual([whileHidden, sockets], [1, expected], `${path} reconnects: ${history}`);
        assert.deepEqual([events, connections(path).length - before], [49, expected]);
      }
    }
  },

  async "a page comes back from the back/forward cache, and connects anew"() {
    const before = connections("/stop").length;
    const context = await browser.newContext();
    const page = await context.newPage();
    const report = new Promise((resolve) => (reported = resolve));
    await page.goto(`${origin}/#cached`);
    const { shown, history, errors } = await report;
    assert.deepEqual(shown, [true]);
    assert.deepEqual(history, ["connecting", "connected", "reconnecting: suspended", "connected", "disconnected"]);
    assert.deepEqual(errors, []);
    const seen = (await server.closed("/stop")).slice(before);
    assert.deepEqual(seen.map(({ code }) => code), [1000, 1000]);
  },

  async "three tabs that are refused refresh once"() {
    refreshes = 0;
    const { all } = await tabs(3);
    await each(all, () => tab.refusedTab());
    assert.deepEqual(await each(all, () => tab.answers), [[[true, 1]], [[true, 1]], [[true, 1]]]);
    await each(all, () => tab.stop());
  },

  async "a refresh that fails is one failure of all tabs"() {
    refreshes = 0;
    failing = 1;
    const { all } = await tabs(3);
    await each(all, () => tab.refusedTab());
    const answers = await each(all, () => tab.answers);
    assert.deepEqual(answers.map(([first]) => first), [[null, 1], [null, 1], [null, 1]]);
    assert.ok(answers.every((of) => of.length === 2 && of[1][0] === true), JSON.stringify(answers));
    await each(all, () => tab.stop());
  },
};

try {
  let failures = 0;
  for (const [name, run] of Object.entries(scenarios)) {
    let late;
    const patience = new Promise((_, reject) => (late = setTimeout(() => reject(new Error("it never ends")), PATIENCE_MS)));
    try {
      await Promise.race([run(), patience]);
      console.log(`${name}: as it must be`);
    } catch (error) {
      failures++;
      console.error(`${name}: ${error.message}`);
    }
    clearTimeout(late);
    for (const context of browser.contexts()) await context.close();
  }
  assert.ok(!printed.join("\n").includes(secret), `a page shows the token: ${printed}`);
  console.log(`Chromium ${version}: ${Object.keys(scenarios).length} scenarios, ${failures} fail`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  await browser.close();
  await server.kill();
  http.closeAllConnections();
  http.close();
}
