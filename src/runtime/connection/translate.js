import { ERROR_KINDS, MESSAGES } from "./table.js";
import { bare, own } from "../codec/own.js";

// What a frame is to the machine; which frames are what stands in the table alone.

/**
 * The input that a decoded frame is, if it concerns the connection.
 *
 * @param {any} decoded
 * @param {number} generation
 * @returns {import("./contract.js").ConnectionInput | undefined}
 */
export function inputOf(decoded, generation) {
  const { kind, message, command } = bare(decoded);
  const { type = kind, area, data } = bare(message || command);
  const { code, retryAfterMs } = bare(data);
  // What a type with an area means, no row says.
  const input = area === undefined && (own(MESSAGES, type) || own(MESSAGES, `${type} ${own(ERROR_KINDS, code)}`));
  // Which keys it has, its row says.
  return input ? /** @type {any} */ ({ type: input, generation, code, retryAfterMs }) : undefined;
}
