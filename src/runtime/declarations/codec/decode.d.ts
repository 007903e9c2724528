import type { Decoded } from "./decoded.js";

/**
 * Reads a frame under any accepted spelling. Takes the text, or a value that was parsed already;
 * of both, only own keys are read. Never throws.
 *
 * A type that is not known is no error, a known one whose data is wrong is.
 */
export declare function decode(input: unknown): Decoded;
