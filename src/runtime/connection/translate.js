import { ERROR_KINDS, MESSAGES } from "./table.js";
import { bare, own } from "../codec/own.js";

// What a frame is to the machine; which frames are what stands in the table alone.

/**
 * The input that a decoded frame is, if it concerns the connection.
 *
 * @param {any} decoded
 * @param {number} generation
 * @param {string} [tenantId] The tenant, if it is known.
 * @returns {import("./contract.js").ConnectionInput | undefined}
 */
export function inputOf(decoded, generation, tenantId) {
  const { kind, message, command } = bare(decoded);
  const { type = kind, area, data } = bare(message || command);
  let { code, retryAfterMs, tenantId: theirs } = bare(data);
  // What a type with an area means, no row says.
  let input = area === undefined && (own(MESSAGES, type) || own(MESSAGES, `${type} ${own(ERROR_KINDS, code)}`));
  // A token that was cached for another tenant.
  if (input === "AuthOk" && tenantId !== undefined && theirs !== tenantId) {
    input = "AuthErr";
    code = "UNAUTHORIZED";
  }
  // Which keys it has, its row says.
  return input ? /** @type {any} */ ({ type: input, generation, code, retryAfterMs }) : undefined;
}
