import type { Command, GatewayFault } from "../protocol/commands.js";
import type { ServerMessage } from "../protocol/events.js";
import type { Timestamp } from "../protocol/values.js";
import type { AliasKind, DecodeErrorCode } from "./codes.js";

/** An old spelling that was read as the canonical one. */
export interface Alias {
  /** JSON path of the place, as written. */
  readonly path: string;
  /** What was spelt the old way: a type, a key, or a value of an enumeration. */
  readonly kind: AliasKind;
  /** The canonical spelling. */
  readonly canonical: string;
}

/** A value of an open enumeration that this version does not list. It is kept. */
export interface UnknownValue {
  /** JSON path of the place, as written. */
  readonly path: string;
  /** The value. */
  readonly value: string;
}

/** Why a frame was refused. */
export interface DecodeError {
  /** What is wrong. */
  readonly code: DecodeErrorCode;
  /** JSON path of the place, as written; for a missing key, its canonical name. */
  readonly path: string;
  /** What was expected there. */
  readonly expected: string;
  /** What was found there. */
  readonly found: string;
  /** The whole as a sentence. */
  readonly message: string;
}

/** An event of the protocol, in canonical form whatever the spelling it came in. */
export interface DecodedEvent {
  readonly kind: "event";
  readonly message: ServerMessage;
  /** The old spellings that were used, in the order of the text. */
  readonly aliases: readonly Alias[];
  /** JSON paths of the unknown keys, which the message does not have. */
  readonly ignored: readonly string[];
  /** The values of open enumerations that are not listed, in the order of the text. */
  readonly unknownValues: readonly UnknownValue[];
  /** The whole frame, parsed, unknown keys included; the message itself, if there is nothing to tell. */
  readonly frame: { readonly [key: string]: unknown };
}

/** An event of a newer server, or a message of another product on the same socket. */
export interface DecodedUnknown {
  readonly kind: "unknown";
  /** The type as received; null for a message of another product. */
  readonly type: string | null;
  /** When the server sent it. */
  readonly timestamp?: Timestamp;
  /** The whole frame, parsed. */
  readonly frame: { readonly [key: string]: unknown };
  /** The whole frame as received, if it was a text. */
  readonly text?: string;
}

/** A fault that API Gateway reports itself. */
export interface DecodedGateway {
  readonly kind: "gateway";
  readonly fault: GatewayFault;
}

/** What a client says. */
export interface DecodedCommand {
  readonly kind: "command";
  readonly command: Command;
  readonly aliases: readonly Alias[];
  /** JSON paths of the unknown keys, which the command does not have. */
  readonly ignored: readonly string[];
}

/** A frame that breaks a rule of the protocol. */
export interface DecodedInvalid {
  readonly kind: "invalid";
  /** The type, canonical if it is known, if one could be read. */
  readonly type: string | null;
  readonly error: DecodeError;
}

/** What a frame is, to be told apart by its `kind`. */
export type Decoded =
  DecodedEvent | DecodedUnknown | DecodedGateway | DecodedCommand | DecodedInvalid;
