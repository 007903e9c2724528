// What travelled in a live session, saved as a HAR, is judged frame by frame by `realtime validate`.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { recordHar } from "./har";
import { Mock } from "./mock";
import { entries, launch, logIn, visit } from "./page";

let browser: Browser;
let mock: Mock;
let folder: string;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  mock = await Mock.start();
  folder = await mkdtemp(join(tmpdir(), "har-"));
});
afterEach(async () => {
  await mock.stop();
  await rm(folder, { recursive: true });
});

/** The session: an event, one of an unknown type, one that breaks a rule, and an event again. */
async function live(context: { readonly recordHar?: { readonly path: string } }) {
  const visited = await visit(browser, mock, {}, context);
  const har = await recordHar(visited.page);
  await logIn(visited);
  await mock.broadcast("goal.created");
  await mock.broadcast("robot.created", {}, "tenant-123", { timestamp: "2025-11-03T14:30:00.000Z" });
  await mock.post("/faults", { action: "missing_key", times: 1 });
  await mock.broadcast("goal.paused");
  await mock.broadcast("action.completed");
  await entries(visited, "action.completed").first().waitFor();
  return { visited, har };
}

function validate(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(inject("realtime"), ["validate", ...args], { encoding: "utf8" });
  return { status, lines: stdout.trimEnd().split("\n"), stderr };
}

/** The places stay, in which only times and ports differ from run to run. */
function named(line: string) {
  return line
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, "TIME")
    .replace(/(?<=ws:\/\/(localhost|127\.0\.0\.1):)\d+/, "PORT");
}

/** Without the answer to the probe that the client sends when it is connected, whenever it comes. */
function isNoProbe(line: string) {
  return !/ (command (ping|pong)|gateway)/.test(line);
}

test("a HAR of the session names each frame and its verdict", async () => {
  const file = join(folder, "session.har");
  const saved = join(folder, "playwright.har");
  const { visited, har } = await live({ recordHar: { path: saved } });
  await writeFile(file, JSON.stringify(har()));
  await visited.context.close();

  const { status, lines, stderr } = validate(file);
  const from = `(received TIME from ${named(new URL(mock.url).href)})`;
  const to = from.replace("received", "sent").replace("from", "to");
  const told = lines.filter(isNoProbe).map((line) => named(line).replace(/\[\d+\] \(/, "[N] ("));
  expect(told).toEqual([
    `entries[0]._webSocketMessages[N] ${to}: command auth`,
    `entries[0]._webSocketMessages[N] ${from}: event auth.success`,
    `entries[0]._webSocketMessages[N] ${from}: event goal.created`,
    `entries[0]._webSocketMessages[N] ${from}: unknown robot.created`,
    expect.stringMatching(/^entries\[0\]\._webSocketMessages\[N\] \(received .*: invalid: goal\.paused: at \$\.data\..*: expected .*, found no such key/),
    `entries[0]._webSocketMessages[N] ${from}: event action.completed`,
  ]);
  // Every message of the HAR has its line, in order.
  expect(lines.map((line) => Number(/Messages\[(\d+)\]/.exec(line)?.[1]))).toEqual([...lines.keys()]);
  expect(stderr).toMatch(new RegExp(`^${lines.length} frames: 3 event, 1 unknown, \\d gateway, \\d command, 1 invalid\n`));
  expect(status).toBe(1);

  // Playwright saves the same, among the other requests of the page.
  const ofPlaywright = validate(saved).lines.map((line) => line.replace(/^entries\[\d+\]/, "entries[0]"));
  expect(ofPlaywright.map(named)).toEqual(lines.map(named));
});
