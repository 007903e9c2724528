import type { ConnectionEnvironment } from "@purposepath/realtime/connection";

/** A clock that runs so many times faster, from now on. */
export function scaledClock(scale: number): Pick<ConnectionEnvironment, "setTimeout" | "clearTimeout" | "now"> {
  const start = Date.now();
  return {
    setTimeout: (run, ms) => setTimeout(run, ms / scale),
    clearTimeout: (timer) => clearTimeout(timer),
    now: () => Math.round(start + (Date.now() - start) * scale),
  };
}
