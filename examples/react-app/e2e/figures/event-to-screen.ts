// How long an event takes from the call of the mock to the painted frame, and the least that it could take.
import type { Browser as PuppeteerBrowser, Page as PuppeteerPage } from "puppeteer-core";
import { expect, inject } from "vitest";
import { Mock } from "../mock";
import { address } from "../page";
import { clock, quantile } from "./numbers";
import { arrive, unheard, windowOf } from "./unheard";

/** Whose events the application gets, and whose the list that is drawn by hand. */
const TENANT = "tenant-123";
const FLOOR_TENANT = "tenant-floor";

/** What the same takes on an idle machine if it is drawn by hand. */
const IDLE_EVENT_MS = { median: 10, p95: 23 };
/** Sends events to the application and to the list that is drawn by hand; the best of three rounds. */
export async function eventToScreen(): Promise<Round> {
  const mock = await Mock.start();
  const chromium = await unheard();
  const floor = await bare(mock, chromium);
  const page = await arrive(mock, chromium);
  await mock.broadcast("goal.activity.created", { activityId: "first" });
  await page.waitForSelector(".entry");
  // Notes when each entry was painted: the first task after the frame that had it.
  await page.evaluate(() => {
    const painted: Record<string, number> = {};
    const { port1, port2 } = new MessageChannel();
    let waiting: string[] = [];
    let drawn: string[] = [];
    let isInFrame = false;
    port1.addEventListener("message", () => {
      for (const id of drawn) painted[id] ??= performance.timeOrigin + performance.now();
      drawn = [];
    });
    port1.start();
    const nextFrame = window.requestAnimationFrame.bind(window);
    const begin = () => {
      isInFrame = true;
    };
    const end = () => {
      isInFrame = false;
      drawn.push(...waiting);
      waiting = [];
      port2.postMessage(null);
    };
    // What changes while a frame is being made is painted in it; what changes between two, in the next.
    window.requestAnimationFrame = (run) => {
      nextFrame(begin);
      const handle = nextFrame(run);
      nextFrame(end);
      return handle;
    };
    const note = (id: string) => {
      waiting.push(id);
      if (!isInFrame) nextFrame(end);
    };
    const observer = new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node instanceof HTMLElement && node.dataset["entry"]) note(node.dataset["entry"]);
    });
    const list = document.querySelector(".feed-list");
    if (list) observer.observe(list, { childList: true });
    Object.assign(window, { painted });
  });
  // A machine that is busy is so for a while: the best of three rounds.
  let best: Round | undefined;
  for (let round = 0; round < 3 && !(best && shareOfBar(best) <= 1); round += 1) {
    const now = await oneRound(mock, page, floor, round);
    if (!best || shareOfBar(now) < shareOfBar(best)) best = now;
  }
  await chromium.close();
  await mock.stop();
  return best as Round;
}

/** Times of events in milliseconds, in the application and drawn by hand. */
export interface Round {
  /** How much longer than by hand the quickest tenth took. */
  readonly behind: number;
  readonly median: number;
  readonly p95: number;
  readonly floorMedian: number;
  readonly floorP95: number;
}

export const EVENTS_OF_ROUND = 200;

/** One frame, and two: well within the 100 ms that are promised. */
export const MEDIAN_MS = 17;
export const P95_MS = 34;
/** Less than a frame. */
export const BEHIND_MS = 12;

/** For an event the application works three times as long as it takes to draw it by hand. */
const WORK = 3;

/** What it may take now: what a busy machine adds to the floor, it adds to the application by its work. */
const bar = (targetMs: number, floorMs: number, idleMs: number) => targetMs + WORK * Math.max(0, floorMs - idleMs);

/**
 * How much of what it may take it took; more than 1 is too slow. However busy the machine is, it lets some events
 * through at once: the quickest tenth has no such allowance, so that a frame that is dropped each time shows.
 */
export function shareOfBar({ behind, median, p95, floorMedian, floorP95 }: Round): number {
  return Math.max(
    behind / BEHIND_MS,
    median / bar(MEDIAN_MS, floorMedian, IDLE_EVENT_MS.median),
    p95 / bar(P95_MS, floorP95, IDLE_EVENT_MS.p95),
  );
}

async function oneRound(mock: Mock, page: PuppeteerPage, floor: PuppeteerPage, round: number): Promise<Round> {
  const sent: Record<string, number> = {};
  const send = async (tenant: string, index: number) => {
    const eventId = `${tenant}-${round}-${index}`;
    sent[eventId] = clock();
    await mock.broadcast("goal.activity.created", { activityId: eventId }, tenant, { eventId });
    // Not in step with the frames.
    await new Promise((resolve) => setTimeout(resolve, (index * 7) % 23));
  };
  // In turns: neither has to wait for the other's frame.
  for (let index = 0; index < EVENTS_OF_ROUND; index += 1) {
    await send(TENANT, index);
    await send(FLOOR_TENANT, index);
  }
  const took = async (of: PuppeteerPage) => {
    const read = async () => {
      const painted = await of.evaluate(
        () => (window as unknown as { readonly painted: Readonly<Record<string, number>> }).painted,
      );
      return Object.keys(sent).flatMap((id) => (painted[id] === undefined ? [] : painted[id] - (sent[id] ?? NaN)));
    };
    await expect.poll(async () => (await read()).length).toBe(EVENTS_OF_ROUND);
    return read();
  };
  const [times, floors] = [await took(page), await took(floor)];
  return {
    behind: quantile(times, 0.1) - quantile(floors, 0.1),
    median: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    floorMedian: quantile(floors, 0.5),
    floorP95: quantile(floors, 0.95),
  };
}

/**
 * A page with a socket and a list, by hand, that grows at the top in the next frame: the least that drawing an
 * event costs. It notes when that frame was painted.
 */
async function bare(mock: Mock, chromium: PuppeteerBrowser): Promise<PuppeteerPage> {
  const page = await windowOf(chromium);
  await page.goto(address(mock, {}, inject("productionSite")));
  await page.evaluate(async (url, token) => {
    const painted: Record<string, number> = {};
    Object.assign(window, { painted });
    // Without the application's styles: what these cost is the application's.
    document.querySelectorAll("link[rel=stylesheet], style").forEach((sheet) => sheet.remove());
    document.body.innerHTML = "<style>ol { width: 400px; height: 600px; overflow: hidden; contain: strict } p { margin: 0; font: 14px sans-serif }</style><ol></ol>";
    const list = document.querySelector("ol");
    const grow = (id: string) => {
      const body = "<p><strong>Somebody</strong> added a comment</p><p>What it says.</p>";
      list?.insertAdjacentHTML("afterbegin", `<li>${body}<p>${id}</p></li>`);
      if ((list?.childElementCount ?? 0) > 60) list?.lastElementChild?.remove();
    };
    for (let index = 0; index < 60; index += 1) grow(String(index));
    const socket = new WebSocket(url);
    await new Promise((resolve) => {
      socket.addEventListener("open", () => socket.send(JSON.stringify({ action: "auth", token })));
      socket.addEventListener("message", resolve, { once: true });
    });
    socket.addEventListener("message", ({ data }) => {
      const { eventId } = JSON.parse(String(data)) as { readonly eventId: string };
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener("message", () => {
        painted[eventId] = performance.timeOrigin + performance.now();
      });
      port1.start();
      requestAnimationFrame(() => {
        grow(eventId);
        port2.postMessage(null);
      });
    });
  }, mock.url, `${FLOOR_TENANT}/floor`);
  return page;
}
