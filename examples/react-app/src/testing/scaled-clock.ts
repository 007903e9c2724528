import type { ConnectionEnvironment } from "@purposepath/realtime/connection";

export type Clock = Pick<ConnectionEnvironment, "setTimeout" | "clearTimeout" | "now">;

/** A clock that runs so many times faster, from now on. */
export function scaledClock(scale: number): Clock {
  const start = Date.now();
  return {
    setTimeout: (run, ms) => setTimeout(run, ms / scale),
    clearTimeout: (timer) => clearTimeout(timer),
    now: () => Math.round(start + (Date.now() - start) * scale),
  };
}

/** A clock that stands: what waits goes on waiting, however busy the machine is. */
export function stillClock(): Clock {
  const start = Date.now();
  return { setTimeout: () => undefined, clearTimeout: () => undefined, now: () => start };
}
