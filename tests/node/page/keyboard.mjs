// The page without a mouse: every control is reached by Tab, in each panel, and a tester gets through.
import assert from "node:assert/strict";
import { connect, openPage, startMock, until } from "./stage.mjs";

const TABS = ["Connections", "Send", "Faults", "Scenarios", "Clock"];

/** Marks what has the focus, until it comes round; the controls in sight that were never marked. */
async function unreached(page) {
  await page.evaluate(() => {
    window.reached = new Set();
    document.addEventListener("focusin", ({ target }) => window.reached.add(target));
    document.querySelector(".skip").focus();
  });
  const most = await page.evaluate(() => document.querySelectorAll("*").length);
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement === document.body || document.activeElement?.classList.contains("skip")))) break;
  }
  return page.evaluate(() => {
    const controls = [...document.querySelectorAll("button, input, select, textarea, a[href], summary")];
    const isMeant = (it) => it.checkVisibility() && !it.disabled && it.tabIndex >= 0 && !it.classList.contains("unseen");
    return controls.filter((it) => isMeant(it) && !window.reached.has(it)).map((it) => it.id || it.getAttribute("aria-label") || it.textContent);
  });
}

export async function keyboard(browser) {
  const mock = await startMock();
  try {
    const { page, context, told, log, troubles } = await openPage(browser, mock);
    const client = await connect(mock.url, "tenant-123/user-456");
    await page.getByText("1 connected").waitFor();
    const { keyboard } = page;
    const focused = () => page.evaluate(() => document.activeElement.id);
    // The tabs are one stop, arrows move between them.
    await page.getByRole("tab", { name: "Connections" }).focus();
    for (const name of TABS) {
      assert.equal(await focused(), `tab-${name.toLowerCase()}`);
      await page.locator(`#panel-${name.toLowerCase()} :is(button, input):visible`).first().waitFor();
      assert.deepEqual(await unreached(page), [], name);
      await page.locator(`#tab-${name.toLowerCase()}`).focus();
      await keyboard.press("ArrowRight");
    }
    // An event: its type, Enter.
    await keyboard.press("ArrowRight");
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    assert.equal(await focused(), "send-type");
    await keyboard.type("goal.created");
    await page.getByText("Clients can read it.").waitFor();
    assert.equal(await page.locator("#send-type").inputValue(), "goal.created");
    // Then its title; Enter sends.
    await page.locator("#send-fields").getByLabel("title", { exact: true }).focus();
    await keyboard.type("By keyboard");
    await page.getByText("Clients can read it.").waitFor();
    await keyboard.press("Enter");
    await told("Sent to 1 client");
    await until("it arrives", () => client.heard.some((frame) => frame.includes("goal.created")));
    // From the frame itself too, by Ctrl+Enter.
    await page.locator("#send-frame").focus();
    await keyboard.press("Control+Enter");
    await until("it arrives again", () => client.heard.filter((frame) => frame.includes("goal.created")).length === 2);
    // The log: open a frame, go on to the next, close it.
    await log.getByRole("button", { name: "goal.created" }).last().focus();
    await keyboard.press("Enter");
    await page.locator("#log-frame h3").filter({ hasText: "goal.created" }).waitFor();
    await keyboard.press("ArrowDown");
    await page.locator("#log-frame h3").filter({ hasText: "auth.success" }).waitFor();
    assert.equal(await log.locator("tr.open").count(), 1);
    await page.locator("#log-frame button").first().focus();
    await keyboard.press("Escape");
    await page.locator("#log-frame").waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "auth.success");
    // A fault, and its switch, which keeps the focus.
    await page.getByRole("tab", { name: "Send" }).focus();
    await keyboard.press("ArrowRight");
    await page.getByRole("button", { name: "Add drop", exact: true }).focus();
    await keyboard.press("Enter");
    await page.getByRole("switch", { name: /^drop/, checked: true }).focus();
    await keyboard.press("Space");
    await page.getByRole("switch", { name: /^drop/, checked: false }).waitFor();
    await keyboard.press("Space");
    await page.getByRole("switch", { name: /^drop/, checked: true }).waitFor();
    assert.deepEqual(troubles, []);
    await context.close();
    return "without a mouse: every control is reached, an event sent, a frame opened, a fault switched";
  } finally {
    mock.child.kill("SIGKILL");
  }
}
