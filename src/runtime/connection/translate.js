import { ERROR_KINDS, MESSAGES } from "./table.js";

// What a frame is to the machine; which frames are what stands in the table alone.

/**
 * The input that a decoded frame is, if it concerns the connection.
 *
 * @param {any} decoded
 * @param {number} generation
 * @returns {import("./contract.js").ConnectionInput | undefined}
 */
export function inputOf({ kind, message, command }, generation) {
  const { type = kind, area, data } = message || command || {};
  const { code, retryAfterMs } = data || {};
  // What a type with an area means, no row says.
  const input = area === undefined && (MESSAGES[type] || MESSAGES[`${type} ${ERROR_KINDS[code]}`]);
  // Which keys it has, its row says.
  return input ? /** @type {any} */ ({ type: input, generation, code, retryAfterMs }) : undefined;
}
