import type { Decoded } from "./decoded.js";

/**
 * Reads a frame under any accepted spelling. Takes the text, its bytes in UTF-8, or a value
 * that was parsed already; only own keys are read. Never throws.
 *
 * A type that is not known is no error, a known one whose data is wrong is.
 */
export declare function decode(input: unknown): Decoded;
