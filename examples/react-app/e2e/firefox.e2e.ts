// The connection in Debian's Firefox, over WebDriver BiDi: connects, hears, comes back, closes.
import { launch } from "puppeteer-core";
import { expect, test } from "vitest";
import { Mock } from "./mock";
import { address } from "./page";

test("Firefox connects, hears an event, comes back after a cut, and closes", async () => {
  const mock = await Mock.start();
  const browser = await launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true });
  try {
    const page = await browser.newPage();
    await page.goto(address(mock));
    const label = () => page.evaluate(() => document.querySelector(".indicator-label")?.textContent);
    const press = (name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
    await press("Log in");
    await expect.poll(label).toBe("Live");
    await mock.broadcast("goal.created", { goalId: "g1" });
    await page.waitForSelector('[data-row="g1"]');
    await mock.post("/kick", { all: true, reset: true });
    await expect.poll(async () => (await mock.counters())["authenticated"]).toBe(2);
    await expect.poll(label).toBe("Live");
    await mock.broadcast("goal.created", { goalId: "g2" });
    await page.waitForSelector('[data-row="g2"]');
    await page.locator(".avatar-button").click();
    await press("Log out");
    await expect.poll(() => mock.connections()).toEqual([]);
    console.log(`${await browser.version()}: connected, cut, back, closed`);
  } finally {
    await browser.close();
    await mock.stop();
  }
});
