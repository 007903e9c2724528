import { bare } from "./own.js";

// Writes frames: `type` first and `data` last, as every encoder of the protocol does.

/** @param {import("../protocol/commands.js").Command | import("../protocol/events.js").ServerMessage} message */
export function encode(message) {
  // Of whatever message, each key that any may have.
  const { type, area, timestamp, eventId, tenantId, data, ...command } = bare(message);
  const wireType = area === undefined ? type : `${area}.error`;
  return JSON.stringify({ type: wireType, timestamp, eventId, tenantId, ...command, data });
}
