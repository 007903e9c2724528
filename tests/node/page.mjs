// The mock's page in Chromium, used as a tester would: look, kick, send, break, mend; with the
// keyboard alone where it matters; on a phone, dark and light. `--screenshots DIR` keeps pictures.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { WebSocket } from "ws";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const command = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/examples/realtime");
if (!existsSync(command)) throw new Error("The command is missing: cargo build --all-features --example realtime");
const executablePath = "/usr/bin/chromium";
if (!existsSync(executablePath)) throw new Error("Chromium is missing: apt-get install chromium");
const flag = process.argv.indexOf("--screenshots");
const pictures = flag > 0 && process.argv[flag + 1];
if (pictures) mkdirSync(pictures, { recursive: true });

const mock = spawn(command, ["mock", "--port", "0", "--format", "json", "--rate", "2", "--seed", "3"], { stdio: ["ignore", "pipe", "inherit"] });
const lines = createInterface({ input: mock.stdout });
const { url, control } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);

/** A client that authenticates; what it hears, and how it ends. */
async function client(token) {
  const socket = new WebSocket(url);
  const heard = [];
  const closed = new Promise((resolve) => socket.on("close", (code) => resolve(code)));
  socket.on("error", () => {});
  socket.on("message", (data) => heard.push(data.toString()));
  await new Promise((resolve) => socket.on("open", resolve));
  socket.send(JSON.stringify({ action: "auth", token }));
  return { socket, heard, closed };
}

const args = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const browser = await chromium.launch({ executablePath, args: args.split(" ") });
const troubles = [];
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["clipboard-write", "clipboard-read"] });
  const page = await context.newPage();
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  const picture = async (name) => pictures && page.screenshot({ path: join(pictures, `mock-${name}.png`) });
  const tab = (name) => page.getByRole("tab", { name }).click();
  const told = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();

  await page.goto(control);
  await page.getByText("No client is connected.").waitFor();
  const first = await client("tenant-123/user-456");
  const second = await client("tenant-123/user-789");
  const other = await client("tenant-9/user-1");
  await page.getByText("3 connected").waitFor();
  const log = page.locator("#log-table tbody");
  await log.getByText("authenticated").first().waitFor();
  // The command that holds the token is in the log, the token is not.
  await log.getByText("→ command").first().waitFor();
  await log.getByRole("button", { name: "auth", exact: true }).first().click();
  await page.locator("#log-frame pre").filter({ hasText: "redacted" }).waitFor();
  assert.ok(!(await page.content()).includes("tenant-123/user-456\""), "a token is shown");
  await page.getByRole("button", { name: "Close" }).click();
  await picture("connections");

  // Events, from the schema, filled with the fixture; one that is wrong is refused with its path.
  await tab("Send");
  await page.getByLabel("Event").selectOption("goal.created");
  const title = page.getByLabel("title", { exact: true });
  await title.fill("Sent from the page");
  await page.getByLabel("tenantId", { exact: true }).fill("tenant-123");
  await picture("send");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await told("Sent to 2 clients");
  await page.getByLabel("tenantId", { exact: true }).fill("");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await told("$.data.tenantId");
  for (const name of await page.getByLabel("Event").locator("option").allTextContents()) {
    await page.getByLabel("Event").selectOption(name);
    await page.waitForFunction((type) => document.getElementById("send-frame").value.includes(`"type": "${type}"`), name);
    const before = log.getByRole("button", { name, exact: true });
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await told(/Sent to \d+ clients?/);
    await before.first().waitFor();
  }
  // What is sent unchecked is told as what it is.
  await page.getByLabel("unchecked").check();
  await page.locator("#send-frame").fill('{"type":"goal.creatd","timestamp":"2025-11-03T14:30:00.000Z","data":{}}');
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await told("Sent to 3 clients as unknown, nearest is goal.created");
  await page.locator("#send-frame").fill("{");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await told("Sent to 3 clients as invalid: ");
  await page.getByLabel("unchecked").uncheck();
  assert.ok(first.heard.some((frame) => frame.includes("Sent from the page")));
  assert.ok(!other.heard.some((frame) => frame.includes("Sent from the page")));

  // A fault by keyboard: the tabs are one stop, arrows move between them.
  await page.getByRole("tab", { name: "Send" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("No fault is in force.").waitFor();
  await page.getByRole("button", { name: "Add drop" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("1 in force").waitFor();
  await picture("faults");
  await page.getByRole("button", { name: "Remove drop" }).press("Enter");
  await page.getByText("No fault is in force.").waitFor();

  // Every fault of the catalogue can be added with what the form offers.
  const catalogue = await fetch(`${control}/faults/catalogue`).then((answer) => answer.json());
  for (const { name, parameters } of catalogue) {
    const form = page.locator("form.item").filter({ has: page.getByRole("button", { name: `Add ${name}`, exact: true }) });
    for (const { name: key, required, isNumber, max } of parameters) {
      if (required) await form.locator(`input[name="${key}"]`).fill(isNumber ? String(Math.min(1000, max ?? 1000)) : "UNAUTHORIZED");
    }
    await form.locator('input[name="probability"]').fill("0");
    await form.getByRole("button").click();
    await told(`In force: ${name}`);
  }
  await page.getByText(`${catalogue.length} in force`).waitFor();
  await page.getByRole("button", { name: "Remove all" }).click();
  await page.getByText("No fault is in force.").waitFor();

  await tab("Clock");
  await page.getByRole("button", { name: "Copy a test token" }).click();
  await told("A token is in the clipboard");
  await page.getByRole("button", { name: "+1 min" }).click();
  await told("The clock is 1 min ahead");
  await picture("clock");

  // Kicked and cut.
  await tab("Connections");
  await page.getByRole("button", { name: "Kick #1", exact: true }).click();
  assert.equal(await first.closed, 1000);
  await page.getByRole("button", { name: "Cut #2", exact: true }).click();
  assert.equal(await second.closed, 1006);
  await page.getByText("1 connected").waitFor();

  // What a client sends is text, not markup.
  other.socket.send('{"action":"<img src=x onerror=alert(1)>"}');
  await log.getByText("invalid").first().waitFor();
  assert.equal(await page.locator("img").count(), 0);

  // A filter, and a pause.
  await page.getByLabel("Filter").fill("invalid");
  assert.equal(await log.locator("tr:visible").filter({ hasNotText: "invalid" }).count(), 0);
  await page.getByLabel("Filter").fill("");
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Go on", exact: true }).click();

  // A scenario, played on the next client that comes; the others make room for it.
  await tab("Scenarios");
  await page.getByRole("button", { name: "Run authenticates", exact: true }).click();
  await page.getByText("running", { exact: true }).waitFor();
  const played = await client("tenant-123/user-456");
  await page.getByText("passed", { exact: true }).waitFor();
  await picture("scenarios");

  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1280, height: 800 });
    await picture(colorScheme);
    await page.setViewportSize({ width: 390, height: 844 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `the page is ${width} wide on a phone`);
    await picture(`phone-${colorScheme}`);
  }
  // The browser tells of the refusal above too.
  assert.deepEqual(troubles.filter((text) => !text.includes("422")), []);

  // The mock ends: the page says so.
  const last = await client("tenant-123/user-456");
  mock.kill("SIGINT");
  await page.getByText("The mock does not answer").waitFor();
  assert.equal(await last.closed, 1001);
  console.log(`Chromium ${browser.version()}: every event sent, ${catalogue.length} faults, kicked and cut, by mouse and keyboard, on a phone`);
} finally {
  await browser.close();
  mock.kill("SIGKILL");
}
