// All that the page offers, one by one: every event, every fault, what connections may suffer; no token is
// shown, no markup of a client becomes any, and the end of the mock is told.
import assert from "node:assert/strict";
import { isInSight } from "./boxes.mjs";
import { connect, openPage, startMock, until } from "./stage.mjs";

export async function whole(browser) {
  const mock = await startMock("--seed", "3");
  try {
    const { page, context, tab, told, press, log, clipboard, troubles } = await openPage(browser, mock);
    const first = await connect(mock.url, "tenant-123/user-456");
    const second = await connect(mock.url, "tenant-123/user-789");
    const other = await connect(mock.url, "tenant-9/user-1");
    await page.getByText("3 connected").waitFor();
    // The command that holds the token is in the log, the token is not.
    await log.getByRole("button", { name: "auth", exact: true }).first().click();
    await page.locator("#log-frame pre").filter({ hasText: "redacted" }).waitFor();
    assert.ok(!(await page.content()).includes("tenant-123/user-456\""), "a token is shown");
    await page.locator("#log-frame").getByRole("button", { name: "Close" }).click();

    // Every event can be sent as the form begins, whoever gets it; each tenant gets its own.
    await tab("Send");
    const event = page.getByLabel("Event", { exact: true });
    const types = (await mock.ask("/fixtures")).filter(({ folder, name }) => folder === "events" && !name.includes("--")).map(({ name }) => name);
    for (const type of types) {
      const count = other.heard.length;
      await event.selectOption(type);
      await page.waitForFunction((type) => document.getElementById("send-frame").value.includes(`"type": "${type}"`), type);
      await page.getByText("Clients can read it.").waitFor();
      await press("Send");
      await until(`${type} arrives`, () => other.heard.length > count);
      assert.equal(JSON.parse(other.heard.at(-1)).type, type);
    }
    assert.ok(!other.heard.some((frame) => frame.includes("tenant-123")), "an event of another tenant");

    // To one tenant, to one connection; three times; an id of one's own; a saved event; copies.
    await event.selectOption("goal.paused");
    await page.locator("#send-fields").getByLabel("reason", { exact: true }).fill("Rain's here");
    await page.getByLabel("To", { exact: true }).selectOption("tenant:tenant-123");
    await page.getByLabel("times", { exact: true }).fill("3");
    await press("Send");
    await told("Sent 3 of 3, the last to 2 clients");
    const paused = ({ heard }) => heard.filter((frame) => frame.includes("Rain's here")).map((frame) => JSON.parse(frame));
    await until("three arrive", () => paused(first).length === 3);
    assert.equal(new Set(paused(first).map(({ eventId }) => eventId)).size, 3);
    assert.equal(paused(other).length, 0);
    // What is no number of times is no "until you stop".
    const count = first.heard.length;
    for (const wrong of ["", "-3", "1.5"]) {
      await page.getByLabel("times", { exact: true }).fill(wrong);
      await press("Send");
      await told("Not sent: expected a whole number of times from 0 to 100000; 0 is until you stop");
      assert.equal(await page.getByLabel("times", { exact: true }).getAttribute("aria-invalid"), "true");
      await page.getByLabel("times", { exact: true }).fill("1");
      await press("Copy as curl");
      await told("In the clipboard");
    }
    await page.locator("#send-every").fill("");
    await press("Send");
    await told("Not sent: expected a whole number of milliseconds from 0 to 3600000");
    await page.locator("#send-every").fill("0");
    await page.getByLabel("times", { exact: true }).fill("3");
    assert.equal(first.heard.length, count);
    await page.locator("#saved summary").click();
    await page.getByLabel("Name of the event to save").fill("rain");
    await page.keyboard.press("Enter");
    await press("Copy as curl");
    await told("In the clipboard: the call that sends it");
    assert.ok((await clipboard()).includes(`${mock.control}/broadcast?tenant=tenant-123&example=false' --data-raw '{`), await clipboard());
    assert.ok((await clipboard()).includes("Rain'\\''s here"), await clipboard());
    await press("Copy as frame");
    await told("In the clipboard: the frame, filled in");
    const copied = JSON.parse(await clipboard());
    assert.ok(copied.eventId && copied.timestamp && copied.data.tenantId === "tenant-123", JSON.stringify(copied));
    await event.selectOption("goal.created");
    await page.reload();
    await page.locator("#saved summary").click();
    await press("rain");
    await told("In the form: rain");
    await page.getByLabel("To", { exact: true }).selectOption({ label: "#2 tenant-123 / user-789" });
    await page.locator("#send-fields summary").click();
    await page.getByLabel("eventId", { exact: true }).fill("mine");
    await press("Send");
    await told("Sent to 1 client");
    await until("it arrives", () => paused(second).length === 4);
    assert.deepEqual([paused(second)[3].eventId, paused(first).length], ["mine", 3]);
    // Every so many milliseconds, until it is stopped.
    await page.getByLabel("times", { exact: true }).fill("1000");
    await page.locator("#send-every").fill("20");
    await press("Send");
    await page.getByRole("button", { name: "Stop", exact: true }).first().click();
    await told(/^Stopped: sent \d+ of 1000/);
    await page.getByLabel("times", { exact: true }).fill("1");

    // What is wrong stands at its field, and is sent if that is wanted; what is no JSON too.
    await page.locator("#send-fields").getByLabel("goalId", { exact: true }).fill("");
    await page.locator("#send-fields").getByText('expected the key "goalId"').waitFor();
    await press("Send");
    await told('Not sent: goal.paused: at $.data.goalId: expected the key "goalId", found no such key');
    await page.getByLabel("Send it even if it is wrong").check();
    await press("Send");
    await told("Sent to 1 client as invalid: ");
    await page.locator("#send-frame").fill("{");
    await press("Send");
    await told("Sent to 1 client as invalid: ");
    await until("it arrives as it is", () => second.heard.at(-1) === "{");
    await page.getByLabel("Send it even if it is wrong").uncheck();
    await page.locator("#send-frame").fill('{"type":"goal.creatd","data":{}}');
    await press("Send");
    await told("Sent to 1 client as unknown, nearest is goal.created");
    await page.locator("#send-verdict").getByRole("button", { name: "goal.created" }).click();
    await page.getByText("Clients can read it.").waitFor();

    // A field writes what was no object anew.
    await page.locator("#send-fields").getByLabel("title", { exact: true }).waitFor();
    for (const data of ["[1]", '"text"', "null"]) {
      await page.locator("#send-frame").fill(`{"type":"goal.created","data":${data}}`);
      await page.locator("#send-fields").getByLabel("title", { exact: true }).fill("New");
      assert.deepEqual(JSON.parse(await page.locator("#send-frame").inputValue()), { type: "goal.created", data: { title: "New" } });
      await page.locator("#send-fields").getByLabel("title", { exact: true }).fill("");
    }

    // Every fault of the catalogue can be added with what the form offers.
    await tab("Faults");
    const catalogue = await mock.ask("/faults/catalogue");
    await page.getByLabel("Probability").fill("0");
    for (const { name, parameters } of catalogue) {
      const form = page.locator(`form[data-faults="${name}"]`);
      for (const { name: key, required, isNumber, max } of parameters) {
        if (required) await form.locator(`input[name="${key}"]`).fill(isNumber ? String(Math.min(1000, max ?? 1000)) : "UNAUTHORIZED");
      }
      await form.getByRole("button", { name: `Add ${name}`, exact: true }).click();
      await told(`In force: ${name}`);
    }
    await page.getByText(`${catalogue.length} faults in force`).waitFor();
    await press("Remove all");
    await page.locator("#force").waitFor({ state: "hidden" });
    // What is wrong with a rule stands at the field, before it is added.
    await page.getByLabel("Probability").fill("2");
    await page.locator("#fault-probability[aria-invalid]").waitFor();
    await press("Clear what they strike");
    await page.locator("#fault-probability:not([aria-invalid])").waitFor();
    // What is in doubt is taken, and said.
    await page.getByLabel("Type", { exact: true }).fill("goal.");
    await press("Add drop");
    await told("In force: drop · goal.; mind: no event has this type");
    // Several faults at once strike what the fields say; those that cannot look at it are not offered.
    await page.getByLabel("Type", { exact: true }).fill("");
    await page.getByLabel("Tenant", { exact: true }).fill("tenant-123");
    await page.getByText("As things are: 2 of 3 connections.").waitFor();
    assert.deepEqual(await page.locator(".preset:visible button").allTextContents(), ["A flaky phone", "A token storm"]);
    await press("Clear what they strike");
    await page.getByLabel("Connection", { exact: true }).fill("0");
    await page.locator("#fault-connection[aria-invalid]").waitFor();
    await press("Add the preset: A flaky phone");
    await told("$.match.connection: expected the number of a connection, the first being 1, found 0");
    await page.getByLabel("Connection", { exact: true }).fill("7");
    await page.getByText("this connection has yet to come: the next one is 4").waitFor();
    await press("Add the preset: A flaky phone");
    await page.getByText("4 faults in force").waitFor();
    const rules = (await mock.ask("/faults")).map(({ rule }) => rule.match);
    assert.deepEqual(rules, [{ type: "goal." }, ...Array(3).fill({ connection: 7 })]);
    await press("Remove all");
    await press("Clear what they strike");

    // Kicked, cut, expired; what a connection may suffer stands at it.
    await tab("Connections");
    await press("Kick #1");
    assert.equal(await first.closed, 1000);
    await press("Cut #2");
    assert.equal(await second.closed, 1006);
    await press("Its log: #3");
    assert.equal(await page.getByLabel("Filter the log").inputValue(), "#3");
    await press("Expire #3");
    await until("its token is expired", () => other.heard.some((frame) => frame.includes("connection.error")));
    await other.closed;
    await page.getByText("No client is connected.").waitFor();
    await page.getByLabel("Filter the log").fill("");

    // A row that is open stays in sight, however many come.
    await log.locator("tr.opens button").first().click();
    await page.locator("#log-frame").waitFor();
    await page.mouse.move(5, 5);
    for (let at = 0; at < 60; at += 1) await mock.tell("/broadcast", { type: `frame.${at}`, data: {} });
    await log.locator("tr").filter({ hasText: "frame.59" }).waitFor({ state: "attached" });
    assert.ok(await isInSight(page, "tr.open"), "the open row is in sight");
    await page.locator("#log-frame").getByRole("button", { name: "Close" }).click();

    // What a client sends is text, not markup; a pause holds the log.
    const last = await connect(mock.url, "tenant-123/user-456");
    last.socket.send('{"action":"<img src=x onerror=alert(1)>"}');
    await log.getByText("invalid").first().waitFor();
    assert.equal(await page.locator("img").count(), 0);
    await press("Pause");
    last.socket.send('{"action":"ping"}');
    await until("it came in", async () => (await mock.ask("/connections"))[0].received === 3);
    const pings = log.getByRole("button", { name: "ping", exact: true });
    const before = await pings.count();
    await press("Go on");
    await until("it is shown", async () => (await pings.count()) === before + 1);

    // A tab that sends, records or runs all asks before it is closed.
    await tab("Send");
    await event.selectOption("goal.paused");
    await page.getByText("Nobody would get it.").waitFor();
    await page.getByLabel("To", { exact: true }).selectOption("");
    await page.getByText("Clients can read it.").waitFor();
    await page.getByLabel("times", { exact: true }).fill("0");
    await page.locator("#send-every").fill("50");
    await press("Send");
    await page.locator("#send-said").filter({ hasText: /^\d+, as long as this tab is open$/ }).waitFor();
    const [question] = await Promise.all([page.waitForEvent("dialog"), page.close({ runBeforeUnload: true })]);
    assert.equal(question.type(), "beforeunload");
    await question.dismiss();
    await page.getByRole("button", { name: "Stop", exact: true }).first().click();
    await told(/^Stopped: sent \d+, the last to 1 client$/);

    // The mock ends: the page says so.
    assert.deepEqual(troubles, []);
    mock.child.kill("SIGINT");
    await page.getByText("The mock does not answer").waitFor();
    assert.equal(await last.closed, 1001);
    await context.close();
    return `every one of ${types.length} events sent, ${catalogue.length} faults in force`;
  } finally {
    mock.child.kill("SIGKILL");
  }
}
