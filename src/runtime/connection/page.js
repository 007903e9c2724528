import { MAX_SLEEP_MS } from "./table.js";

// The page, the network and the clock: what they do is an input to the machine.

/** How often the clock is looked at to notice a sleep; throttled timers are no sleep. */
const TICK_MS = 5000;

/**
 * @typedef {{ addEventListener(name: string, listener: (event: { persisted: boolean }) => void): void, removeEventListener(name: string, listener: (event: { persisted: boolean }) => void): void }} Target
 * @typedef {Omit<import("./options.js").ConnectionEnvironment, "window" | "document"> & { window: Target, document: Target & { visibilityState: string } }} Outside
 */

/**
 * Listens until the function that it returns is called.
 *
 * @param {Outside} environment
 * @param {(input: import("./contract.js").ConnectionInput) => void} feed
 */
export function listen({ window, document, now, setTimeout, clearTimeout }, feed) {
  let expected = Infinity;
  /** @type {unknown} */
  let ticking;
  /** @param {"Visible" | "Focus" | "PageShow" | "Resume"} type @param {number} [least] The shortest sleep that counts. */
  const wake = (type, least = 0) => {
    const asleepMs = Math.max(0, Math.floor(now() - expected));
    expected = now() + TICK_MS;
    if (asleepMs >= least) feed({ type, asleepMs });
  };
  const tick = () => {
    wake("Resume", MAX_SLEEP_MS);
    ticking = setTimeout(tick, TICK_MS);
  };
  const hide = () => feed({ type: "PageHide" });
  /** @type {[Target | undefined, string, (event: { persisted: boolean }) => void][]} */
  const listeners = [
    [window, "online", () => feed({ type: "Online" })],
    [window, "offline", () => feed({ type: "Offline" })],
    [window, "focus", () => wake("Focus")],
    [window, "pagehide", hide],
    [window, "pageshow", ({ persisted }) => persisted && wake("PageShow")],
    [document, "freeze", hide],
    [document, "resume", () => wake("Resume")],
    [
      document,
      "visibilitychange",
      () => (document.visibilityState === "hidden" ? feed({ type: "Hidden" }) : wake("Visible")),
    ],
  ];
  tick();
  for (const [target, name, listener] of listeners) target && target.addEventListener(name, listener);
  return () => {
    clearTimeout(ticking);
    for (const [target, name, listener] of listeners) target && target.removeEventListener(name, listener);
  };
}
