// How long ago something was, in words. Pure: the time is an argument.

const FORMAT = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * The seconds of the first minute say nothing, and a number that changes under the eyes distracts: it is "just
 * now", and so is what a clock that is ahead has dated. Never more than has passed.
 */
export function ago(ms: number): string {
  if (ms < MINUTE_MS) return "just now";
  if (ms < HOUR_MS) return FORMAT.format(-Math.floor(ms / MINUTE_MS), "minute");
  if (ms < DAY_MS) return FORMAT.format(-Math.floor(ms / HOUR_MS), "hour");
  return FORMAT.format(-Math.floor(ms / DAY_MS), "day");
}
