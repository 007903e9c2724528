import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Mock } from "./mock";
import { arrive, launch, logIn, sees, visit } from "./page";
import type { Settings, Visit } from "./page";

let browser: Browser;
let mock: Mock;
let visited: Visit;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  await visited.context.close();
  await mock.stop();
  expect(visited.failures).toEqual([]);
});

/** A page that is connected, to a mock with these arguments. */
async function connect(args: readonly string[] = [], settings: Settings = {}) {
  mock = await Mock.start(...args);
  visited = await arrive(browser, mock, settings);
  return visited;
}

/** Notes each status that the indicator shows from now on. */
async function watch() {
  await visited.page.evaluate(() => {
    const label = document.querySelector(".indicator-label");
    const seen = [label?.textContent];
    Object.assign(window, { seen });
    if (label)
      new MutationObserver(() => seen.push(label.textContent)).observe(label, {
        childList: true,
        characterData: true,
        subtree: true,
      });
  });
  return () => visited.page.evaluate(() => (window as unknown as { readonly seen: string[] }).seen);
}

test("a server that is killed and started again is found again, and what was missed is fetched", async () => {
  const { page } = await connect();
  const ports = ["--port", mock.port, "--control-port", mock.controlPort];
  await mock.stop("SIGKILL");
  await sees(visited, "Reconnecting");
  await page.locator(".live-badge", { hasText: "Out of date" }).first().waitFor();
  await page.locator(".indicator-button").click();
  await page.getByText("The connection was lost.").waitFor();
  await page.getByText("Next try").waitFor();
  mock = await Mock.start(...ports, "--fault", "refuse");
  await mock.broadcast("goal.created", { goalId: "missed", title: "Missed meanwhile" });
  await page.getByRole("button", { name: "Retry now" }).click();
  await mock.delete("/faults");
  await sees(visited, "Live");
  await page.locator('[data-row="missed"]').waitFor();
  await mock.broadcast("goal.created", { goalId: "live", title: "Seen live" });
  await page.locator('[data-row="live"]').waitFor();
  // What was fetched is not highlighted; what happens is.
  expect(await page.locator('[data-row="missed"] .flash').count()).toBe(0);
});

test("a server that is shut down and started again is found again by itself", async () => {
  await connect();
  const ports = ["--port", mock.port, "--control-port", mock.controlPort];
  await mock.stop();
  await sees(visited, "Reconnecting");
  mock = await Mock.start(...ports);
  await sees(visited, "Live");
  expect((await mock.connections()).length).toBe(1);
});

test("a token that expires in mid-session is renewed without the user noticing more than a blink", async () => {
  mock = await Mock.start();
  visited = await visit(browser, mock, { tokenSeconds: 4 });
  await logIn(visited);
  const seen = await watch();
  await expect.poll(async () => (await mock.counters())["authenticated"]).toBeGreaterThanOrEqual(2);
  await sees(visited, "Live");
  const errors = (await mock.log()).filter(({ type }) => type === "connection.error");
  expect(errors.length).toBeGreaterThanOrEqual(1);
  expect(["Live", "Reconnecting", "Catching up"]).toEqual(expect.arrayContaining(await seen()));
  expect((await mock.connections()).length).toBe(1);
});

test("a token that is refused again and again ends in an error that says what to do", async () => {
  const { page } = await connect([], { timeScale: 20 });
  await mock.post("/faults", { action: "auth_error", code: "UNAUTHORIZED" });
  await mock.post("/kick", { all: true, reset: true });
  await sees(visited, "Not connected");
  await page.getByText("Your sign-in has ended. Log in again to go on.").waitFor();
  expect((await mock.log()).filter(({ type }) => type === "auth.error").length).toBe(3);
  await page.getByRole("button", { name: "Log in again" }).click();
  await mock.delete("/faults");
  await logIn(visited);
});

test("without a network it says so, and comes back with it", async () => {
  const { page, context } = await connect([], { timeScale: 10 });
  await context.setOffline(true);
  await sees(visited, "Reconnecting");
  await page.locator(".indicator-button").click();
  await page.getByText("This device seems to be offline.").waitFor();
  await context.setOffline(false);
  await sees(visited, "Live");
  await expect.poll(async () => (await mock.connections()).length).toBe(1);
});

test("twelve idle minutes, sixty times as fast: one socket, kept alive by a ping", async () => {
  await connect(["--time-scale", "60"], { timeScale: 60 });
  const [opened] = (await mock.log()).filter(({ kind }) => kind === "authenticated");
  const now = async () => (await mock.get<{ readonly nowMs: number }>("/clock")).nowMs;
  await expect.poll(now, { timeout: 30_000 }).toBeGreaterThan((opened?.atMs ?? 0) + 12 * 60_000);
  const log = await mock.log();
  const pings = log.filter(({ kind, type }) => kind === "in" && type === "ping");
  // A probe at the start, and eight minutes after it the keep-alive.
  const minutes = pings.map(({ atMs }) => Math.round((atMs - (opened?.atMs ?? 0)) / 60_000));
  expect(minutes).toEqual([0, 8]);
  expect(log.filter(({ kind }) => kind === "closed")).toEqual([]);
  expect(visited.sockets).toHaveLength(1);
  await sees(visited, "Live");
});

test.each([
  ["hang", { action: "hang", times: 1 }],
  ["http_status", { action: "http_status", status: 503, times: 2 }],
  ["accept_then_close", { action: "accept_then_close", times: 2 }],
  ["no_auth_answer", { action: "no_auth_answer", times: 1 }],
])("a connection that fails at first (%s) is there in the end", async (_, fault) => {
  await connect([], { timeScale: 10 });
  await mock.post("/faults", fault);
  await mock.post("/kick", { all: true, reset: true });
  await sees(visited, "Reconnecting");
  await sees(visited, "Live");
  expect((await mock.connections()).filter(({ state }) => state === "authenticated")).toHaveLength(1);
});

test("a page that is closed leaves nothing open, and one that is reloaded has one socket", async () => {
  const { page } = await connect();
  await page.reload();
  await sees(visited, "Live");
  await expect.poll(async () => (await mock.connections()).length).toBe(1);
  await page.close();
  await expect.poll(() => mock.connections()).toEqual([]);
});
