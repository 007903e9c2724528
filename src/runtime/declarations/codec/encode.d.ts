import type { Command } from "../protocol/commands.js";
import type { ServerMessage } from "../protocol/events.js";
import type { DecodeErrorCode } from "./codes.js";
import type { DecodeError } from "./decoded.js";

/** A message whose keys and lists need not be writable. */
export type Encodable<T> = T extends string | number | boolean | null | undefined
  ? T
  : { readonly [Key in keyof T]: Encodable<T[Key]> };

/** Why a message cannot be written: what its own reader would say of it. */
export declare class EncodeError extends Error {
  constructor(error: DecodeError);
  /** What is wrong. */
  readonly code: DecodeErrorCode;
  /** JSON path of the place. */
  readonly path: string;
}

/**
 * Writes a command or an event as a frame, in canonical form. An `error` with an area goes out as
 * `<area>.error`.
 *
 * Throws an `EncodeError` for what `decode` would refuse or read as something else: whatever this
 * returns, `decode` reads as the same message.
 */
export declare function encode(message: Encodable<Command | ServerMessage>): string;
