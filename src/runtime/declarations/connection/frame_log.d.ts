import type { LoggedFrame } from "./options.js";
import type { Unsubscribe } from "./shell.js";

/** The last frames that connections wrote into it. */
export interface FrameLog {
  /** Oldest first, what came before somebody looked included; the same array until another comes. Needs no `this`. */
  readonly getFrames: () => readonly LoggedFrame[];
  /** Hears that there is another. Needs no `this`. */
  readonly subscribe: (listener: () => void) => Unsubscribe;
  /** Forgets them. Needs no `this`. */
  readonly clear: () => void;
}

/**
 * A log for `connection.observe`: the last 100 frames, or as many as `limit` says, but for pings, and no
 * token in any of them.
 *
 * @throws TypeError for a limit that is no whole number from 1.
 */
export declare function frameLog(options?: { readonly limit?: number }): FrameLog;
