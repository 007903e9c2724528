// The production build in a browser that disturbs it as little as the users' own.
import { launch } from "puppeteer-core";
import type { Browser as PuppeteerBrowser, Page as PuppeteerPage } from "puppeteer-core";
import { expect, inject } from "vitest";
import type { Mock } from "../mock";
import { address, CHROMIUM, FLAGS } from "../page";

/** A browser whose frames nobody listens in on: that would cost more than the page itself. */
export function unheard(): Promise<PuppeteerBrowser> {
  return launch({ executablePath: CHROMIUM, headless: true, networkEnabled: false, args: [...FLAGS] });
}

/** A page in a window of its own: nothing covers it. */
export async function windowOf(chromium: PuppeteerBrowser): Promise<PuppeteerPage> {
  const context = await chromium.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  return page;
}

/** The production build there, logged in. */
export async function arrive(mock: Mock, chromium: PuppeteerBrowser): Promise<PuppeteerPage> {
  const page = await windowOf(chromium);
  await page.goto(address(mock, {}, inject("productionSite")));
  await page.locator("button[type=submit]").click();
  await expect.poll(() => page.$eval(".indicator-label", (label) => label.textContent)).toBe("Live");
  return page;
}

/** The production build there, with the debug panel that counts the events. */
export async function undisturbed(mock: Mock, measure: (page: Undisturbed) => Promise<void>) {
  const chromium = await unheard();
  try {
    const page = await arrive(mock, chromium);
    await page.locator(".nav-debug").click();
    await page.waitForSelector(".figures dd");
    const [session, wall] = [await page.createCDPSession(), await page.createCDPSession()];
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await wall.send("Performance.enable", { timeDomain: "timeTicks" });
    const tasksMs = async (of: typeof session) => {
      const { metrics } = await of.send("Performance.getMetrics");
      return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN) * 1000;
    };
    await measure({
      page,
      events: () => page.$eval(".figures dd", (shown) => Number(shown.textContent)),
      busyMs: () => tasksMs(session),
      wallMs: () => tasksMs(wall),
      heap: async () => {
        for (let round = 0; round < 3; round += 1) await session.send("HeapProfiler.collectGarbage");
        return (await session.send("Runtime.getHeapUsage")).usedSize;
      },
    });
  } finally {
    await chromium.close();
    await mock.stop();
  }
}

export interface Undisturbed {
  readonly page: PuppeteerPage;
  /** How many events the page has counted. */
  readonly events: () => Promise<number>;
  /** What its main thread has worked, in milliseconds of its own. */
  readonly busyMs: () => Promise<number>;
  /** How long that took: more, if other programs had the processor. */
  readonly wallMs: () => Promise<number>;
  /** Bytes in use, garbage collected. */
  readonly heap: () => Promise<number>;
}
