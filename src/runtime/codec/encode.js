import { decode } from "./decode.js";
import { fault, invalid } from "./faults.js";
import { checkText } from "./limits.js";
import { bare } from "./own.js";
import { AREA_SUFFIX, AREA_TYPE } from "./rows.js";

// Writes frames: `type` first and `data` last, as every encoder of the protocol does. What is written
// is what the decoder makes of the message, so that nothing goes out that a reader would refuse.

export class EncodeError extends Error {
  /** @param {import("./decoded.js").DecodeError} error */
  constructor({ code, path, message }) {
    super(message);
    this.name = "EncodeError";
    this.code = code;
    this.path = path;
  }
}

/** @param {any} message */
export function encode(message) {
  const { area, ...given } = bare(message);
  const hasArea = area !== undefined;
  /** @param {import("./faults.js").Fault} of */
  const refuse = (of) => {
    throw new EncodeError(invalid(of, null).error);
  };
  const decoded = decode(hasArea ? { ...given, type: area + AREA_SUFFIX } : given);
  if (decoded.kind === "invalid") throw new EncodeError(decoded.error);
  /** @type {any} Of whatever message, each key that any may have. */
  const read = decoded.kind === "event" ? decoded.message : decoded.kind === "command" && decoded.command;
  if (hasArea && (read.area !== area || given.type !== AREA_TYPE)) {
    refuse(fault("bad_format", "$.area", "area of its own", "another"));
  }
  if (!read) refuse(fault("unknown_shape", "$.type", "known value", "another"));
  const { type, area: _, timestamp, eventId, tenantId, data, ...command } = bare(read);
  const wireType = hasArea ? area + AREA_SUFFIX : type;
  const text = JSON.stringify({ type: wireType, timestamp, eventId, tenantId, ...command, data });
  try {
    checkText(text);
  } catch (tooLarge) {
    refuse(/** @type {import("./faults.js").Fault} */ (tooLarge));
  }
  return text;
}
