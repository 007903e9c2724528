// What a frame is to the machine.

/** @type {{ [type: string]: "AuthOk" | "AuthErr" | "ServerErr" | "ServerPing" }} */
const INPUTS = {
  "auth.success": "AuthOk",
  "auth.error": "AuthErr",
  "connection.error": "ServerErr",
  "broadcast.error": "ServerErr",
  error: "ServerErr",
  ping: "ServerPing",
};

/**
 * The input that a decoded frame is, if it concerns the connection.
 *
 * @param {any} decoded
 * @param {number} generation
 * @returns {import("./contract.js").ConnectionInput | undefined}
 */
export function inputOf({ kind, message, command }, generation) {
  if (kind === "gateway") return { type: "GatewayFault", generation };
  if (kind === "command" && command.type === "pong") return { type: "Pong", generation };
  if (kind !== "event") return undefined;
  const type = INPUTS[message.type];
  const { code, retryAfterMs } = message.data || {};
  // Of the other areas a rate limit alone concerns the connection, and of broadcasts only.
  const isOther =
    message.area !== undefined ||
    (message.type === "broadcast.error" && code !== "RATE_LIMIT_EXCEEDED");
  return type && !isOther ? { type, generation, code, retryAfterMs } : undefined;
}
