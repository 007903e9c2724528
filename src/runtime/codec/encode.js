// Writes frames: `type` first and `data` last, as every encoder of the protocol does.

/**
 * @param {any} message
 * @returns {string}
 */
export function encode(message) {
  const { type, area, timestamp, eventId, tenantId, data, ...command } = message;
  const wireType = area === undefined ? type : `${area}.error`;
  return JSON.stringify({ type: wireType, timestamp, eventId, tenantId, ...command, data });
}
