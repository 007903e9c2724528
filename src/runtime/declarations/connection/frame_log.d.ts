import type { FrameLog } from "./options.js";

/**
 * A log for `connection.observe`: the last 100 frames, or as many as `limit` says, but for pings, and no
 * token in any of them.
 *
 * @throws TypeError for a limit that is no whole number from 1.
 */
export declare function frameLog(options?: { readonly limit?: number }): FrameLog;
