// A tester's session without the guide: send, break, move the clock, judge a client, export, replay.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { openPage, startClient, startMock, until } from "./stage.mjs";

/** Scenarios that take a client little time; `--long` runs all at the end. */
const QUICK = "rate";

/** Whether an element's top is in the window, and in what scrolls it. */
const inSight = (it) =>
  it.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + 20, top + 10));
  });

/** Runs all, with a user who does what the page says: a right client passes whatever is played here, and the
 * table says of the others why they are not. */
async function all(page, tab, client) {
  await tab("Scenarios");
  await page.getByRole("searchbox", { name: "Search the scenarios" }).fill("");
  await page.locator("#scenario-all").click();
  const said = () => page.locator("#scenario-said").textContent();
  const isOver = async () => {
    const text = await said();
    if (text.includes("no client is connected") && client.hasEnded()) client.again();
    return /\d+ passed/.test(text);
  };
  await until("all are played", isOver, 900_000);
  assert.ok(await inSight(page.locator("#scenario-table")), "the table is in sight");
  const rows = await page.locator("#scenario-table tbody tr").allTextContents();
  const notPassed = rows.filter((row) => !row.includes("passed"));
  assert.equal(await said(), `${rows.length - notPassed.length} passed, 0 failed, ${notPassed.length} left out (copy their commands)`, rows.join("\n"));
  for (const row of notPassed) assert.match(row, /left out.*(the command does|the command starts|--time-scale 30) Command$/);
  return said();
}

export async function session(browser, isLong) {
  const mock = await startMock();
  const clients = [];
  try {
    const { page, tab, told, press, log, picture, clipboard, troubles } = await openPage(browser, mock);
    await page.getByText("No client is connected.").waitFor();
    await picture("start");
    await press("Copy the command");
    await told("In the clipboard");
    assert.equal(await clipboard(), `REALTIME_TOKEN=tenant-123/user-456 realtime tail ${mock.url}`);
    const one = startClient(mock.url, "tenant-123/user-456");
    const two = startClient(mock.url, "tenant-123/user-789");
    clients.push(one, two);
    await page.getByText("2 connected").waitFor();

    // Three activities, by three times Send: three events, which no client takes for repeats.
    await tab("Send");
    const types = (await mock.ask("/fixtures")).filter(({ folder, name }) => folder === "events" && !name.includes("--")).map(({ name }) => name);
    const activity = types.find((type) => type.includes("activity")) ?? "goal.created";
    await page.getByLabel("Event", { exact: true }).selectOption(activity);
    await page.getByText("Clients can read it.").waitFor();
    const texts = page.locator('#send-fields input[type="text"]').filter({ visible: true });
    for (const at of [1, 2, 3]) {
      await texts.nth(1).fill(`activity-${at}`);
      await press("Send");
      await until("the client has it", () => one.of(activity).length === at);
    }
    assert.equal(new Set(one.of(activity).map(({ eventId }) => eventId)).size, 3);
    await told("Sent to 2 clients");
    // A repeat is another button; the clients drop it.
    await press("Send as a repeat");
    await told("Sent as a repeat to 2 clients");
    await picture("send");

    // Drop goal.* for one user.
    await tab("Faults");
    // What would strike nothing is said at once, and what is nearest; a click takes it.
    await page.getByLabel("Type", { exact: true }).fill("goal.");
    await page.getByText("no event has this type, so it strikes only what somebody sends with it all the same").waitFor();
    await picture("doubt");
    await press("Type: goal.*");
    await page.getByLabel("User", { exact: true }).fill("user-78");
    await page.getByText("nobody who is connected has this user").waitFor();
    await press("User: user-789");
    await page.getByText(/^As things are: \d+ types of events, 1 of 2 connections\.$/).waitFor();
    assert.equal(await page.getByLabel("Type", { exact: true }).inputValue(), "goal.*");
    await page.getByRole("searchbox", { name: "Search the faults" }).fill("loses");
    await press("Add drop");
    const rule = page.getByRole("switch", { name: /^drop · goal\.\* · user-789/ });
    await rule.waitFor();
    await picture("faults");
    await tab("Send");
    const send = async (type) => {
      await page.getByLabel("Event", { exact: true }).selectOption(type);
      await page.getByText("Clients can read it.").waitFor();
      const before = one.of(type).length;
      await press("Send");
      await until(`the client has ${type}`, () => one.of(type).length > before);
    };
    await send("goal.paused");
    const other = types.find((type) => !type.startsWith("goal.") && type !== activity && !/^(auth|connection)\./.test(type) && type.split(".").length === 2 && !type.includes("error"));
    await send(other);
    await until("the other has what is no goal", () => two.of(other).length === 1);
    assert.deepEqual([one.of("goal.paused").length, two.of("goal.paused").length], [1, 0]);
    await rule.filter({ hasText: "struck 1×" }).click();
    await page.getByRole("switch", { name: /^drop · goal/, checked: false }).waitFor();
    await send("goal.paused");
    await until("it arrives again", () => two.of("goal.paused").length === 1);

    // Two hours on: what is sent bears the time of the mock, and the clients take it.
    await tab("Clock");
    await press("+2 h");
    await told("The clock is 2 h ahead");
    await page.locator("#summary").getByText("(+2 h)").waitFor();
    await picture("clock");
    await until("both are back", async () => (await mock.ask("/connections")).filter(({ state }) => state === "authenticated").length === 2);
    await tab("Send");
    await send("goal.created");
    const ahead = Date.parse(one.of("goal.created")[0].timestamp) - Date.now();
    assert.ok(Math.abs(ahead - 7_200_000) < 120_000, `${ahead} ms ahead`);
    assert.ok(Math.abs(Date.parse(one.of("goal.created")[0].data.createdAt) - Date.now() - ahead) < 60_000);

    // Scenarios against the client, with a table.
    await tab("Scenarios");
    await page.getByRole("searchbox", { name: "Search the scenarios" }).fill(QUICK);
    await page.locator("#scenario-all").click();
    // A second client is no part of what is judged: the page waits until it has left.
    await told("2 clients are connected, and it judges 1: stop the others.");
    await picture("waits");
    two.kill();
    await page.locator("#said").filter({ hasText: /\d passed/ }).waitFor({ timeout: 90_000 });
    assert.equal(await page.locator("#said").textContent(), "2 passed, 0 failed");
    assert.ok(await inSight(page.locator("#scenario-table")), "the table is in sight");
    await picture("scenarios");

    // The log: narrow it, open a row, send it again as new; export it, replay it.
    const before = one.of("goal.created").length;
    await until("it is back", async () => (await mock.ask("/connections")).some(({ state }) => state === "authenticated"));
    await page.getByRole("searchbox", { name: "Filter the log" }).fill("goal.c* -fault");
    const rows = log.locator("tr");
    await until("the log is narrow", async () => (await rows.count()) === 1);
    await log.getByRole("button", { name: "goal.created" }).click();
    await picture("log");
    await press("Send again");
    await told("Sent again, as new, to 1 client");
    await until("it arrives as a new one", () => one.of("goal.created").length === before + 1);
    await press("Edit and send");
    await page.locator("#send-frame").filter({ visible: true }).waitFor();
    const edited = JSON.parse(await page.locator("#send-frame").inputValue());
    assert.deepEqual([edited.type, edited.eventId, edited.timestamp], ["goal.created", undefined, undefined]);
    await page.getByRole("searchbox", { name: "Filter the log" }).fill("");
    await press("Export / replay");
    const [lines] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export the log" }).click()]);
    const exported = (await readFile(await lines.path(), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    assert.ok(exported.some(({ type }) => type === "goal.created"));
    const [capture] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export as a capture" }).click()]);
    const path = await capture.path();
    assert.equal(JSON.parse((await readFile(path, "utf8")).split("\n")[0]).capture, 1);
    await press("Record");
    await told("Recording");
    await page.locator("#send-fields").getByLabel("title", { exact: true }).fill("Recorded");
    await press("Send");
    await told("Sent to 1 client");
    await until("it arrives", () => one.of("goal.created").some(({ data }) => data.title === "Recorded"));
    const [recording] = await Promise.all([page.waitForEvent("download"), press("Stop recording")]);
    const recorded = (await readFile(await recording.path(), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(recorded.map(({ capture, direction }) => capture ?? direction), [1, "out"]);
    await page.locator("#replay-file").setInputFiles({ name: "capture.ndjson", mimeType: "application/x-ndjson", buffer: await readFile(path) });
    await page.getByLabel("Speed ×").fill("100000");
    await page.getByLabel("Only", { exact: true }).fill("goal.c*");
    await press("Replay");
    await told("Replayed 2 of 2 events");
    await until("they arrive as new ones", () => one.of("goal.created").length === before + 4);
    await picture("replay");
    await page.locator("#log-clear").click();
    await page.getByText("Cleared: what happens from now on comes here.").waitFor();
    const said = isLong ? await all(page, tab, one) : "2 passed, 0 failed";
    assert.deepEqual(troubles, []);
    return said;
  } finally {
    for (const client of clients) client.kill();
    mock.child.kill("SIGKILL");
  }
}
