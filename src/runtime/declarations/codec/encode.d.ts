import type { Command } from "../protocol/commands.js";
import type { ServerMessage } from "../protocol/events.js";

/**
 * Writes a command or an event as a frame. An `error` with an area goes out as `<area>.error`.
 *
 * The values are taken as the types promise them; what comes from elsewhere, `decode` checks.
 */
export declare function encode(message: Command | ServerMessage): string;
