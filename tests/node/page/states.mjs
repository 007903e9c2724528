// Every state of the page, in both themes and at every width: nothing for axe to say, nothing on anything
// else, nothing off the screen.
import assert from "node:assert/strict";
import { isInSight, overlaps } from "./boxes.mjs";
import { connect, openPage, startMock, until, violations } from "./stage.mjs";

const SIZES = [
  { width: 1280, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
  // 1280×900 at twice the size.
  { width: 640, height: 450 },
];

const CLIENTS = ["tenant-123/user-456", "tenant-123/user-789", "a-tenant-with-quite-a-long-name/and-a-user-too/900"];

/** What a tester brings the page to: its name, how it gets there from the one before, and what then has to be
 * in sight. */
const STATES = [
  [
    "connections",
    async ({ tab, page }) => {
      await tab("Connections");
      await page.getByText("3 connected").first().waitFor();
      await page.getByRole("button", { name: "Kick #", exact: false }).first().waitFor();
    },
  ],
  [
    "send",
    async ({ tab, page }) => {
      await tab("Send");
      await page.getByText("Clients can read it.").waitFor();
    },
    ["#send-go"],
  ],
  [
    "send-wrong",
    async ({ page }) => {
      await page.getByLabel("Event", { exact: true }).selectOption("goal.created");
      await page.locator("#send-fields").getByLabel("title", { exact: true }).waitFor();
      await page.locator("#send-fields").getByLabel("title", { exact: true }).fill("");
      await page.locator('#send-fields [aria-invalid="true"]').first().waitFor();
      await page.locator("#saved summary").click();
    },
    ["#send-go"],
  ],
  [
    "send-unknown",
    async ({ page, press }) => {
      await page.getByLabel("Event", { exact: true }).selectOption("another type …");
      await page.getByLabel("Another type").fill("goal.creatd");
      await page.locator("#send-verdict button").waitFor();
      await page.getByText("Send it even if it is wrong").click();
      await press("Send");
      await page.locator("#send-said").filter({ hasText: "as unknown, nearest is goal.created" }).waitFor();
    },
    ["#send-said", "#send-verdict"],
  ],
  ["faults", ({ tab }) => tab("Faults")],
  [
    "faults-doubt",
    async ({ page }) => {
      await page.getByLabel("Type", { exact: true }).fill("goal.");
      await page.getByLabel("User", { exact: true }).fill("user-45");
      await page.getByLabel("Tenant", { exact: true }).fill("tenant-123/user-456");
      await page.locator("#fault-concerns").getByText("0 of 3 connections").waitFor();
    },
    ["#fault-concerns p:first-child"],
  ],
  [
    "faults-in-force",
    async ({ page, press }) => {
      await press("Clear what they strike");
      await page.getByLabel("Type", { exact: true }).fill("goal.*");
      await press("Add drop");
      await press("Clear what they strike");
      await press("Add the preset: A flaky phone");
      await page.getByText("4 faults in force").waitFor();
    },
    ["#force-title", "#force-rules li:first-child", "#said"],
  ],
  [
    "faults-many",
    async ({ page }) => {
      await page.evaluate(async () => {
        for (let at = 0; at < 40; at += 1) await fetch("/faults", { method: "POST", body: `duplicate,user=user-${at}` });
      });
      await page.getByText("44 faults in force").waitFor();
    },
    ["#force-title", "#force-none"],
  ],
  [
    "scenarios",
    async ({ tab, press }) => {
      await press("Remove all");
      await tab("Scenarios");
    },
  ],
  ["clock", ({ tab }) => tab("Clock")],
  [
    "log",
    async ({ log, tab, isNarrow }) => {
      if (isNarrow) await tab("Log");
      await log.getByRole("button", { name: "auth", exact: true }).first().click();
    },
    ["#log-frame", "tr.open"],
  ],
  [
    "replay",
    async ({ press }) => {
      await press("Export / replay");
      await press("Replay the log");
    },
    ["#replay-go"],
  ],
];

export async function states(browser) {
  const mock = await startMock("--seed", "3");
  const wrong = [];
  let count = 0;
  try {
    for (const size of SIZES) {
      await mock.tell("/reset");
      await Promise.all(CLIENTS.map((token) => connect(mock.url, token)));
      await until("all are there", async () => (await mock.ask("/connections")).filter(({ state }) => state === "authenticated").length === CLIENTS.length);
      const opened = await openPage(browser, mock, size);
      const { page, picture, troubles } = opened;
      for (const [name, go, shown = []] of STATES) {
        await go({ ...opened, isNarrow: size.width < 960 });
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          const where = `${name}, ${size.width} wide, ${colorScheme}`;
          await picture(`${name}-${size.width}-${colorScheme}`);
          wrong.push(...(await violations(page, colorScheme === "dark" ? ["color-contrast"] : undefined)).map((it) => `${where}: ${it}`));
          count += 1;
        }
        for (const selector of shown) if (!(await isInSight(page, selector))) wrong.push(`${name}, ${size.width} wide: ${selector} is not in sight`);
        wrong.push(...(await overlaps(page)).map((it) => `${name}, ${size.width} wide: ${it}`));
      }
      assert.deepEqual(troubles, []);
      await opened.context.close();
    }
    assert.equal(wrong.join("\n"), "");
    return count;
  } finally {
    mock.child.kill("SIGKILL");
  }
}
