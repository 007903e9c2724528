// The two decoders that are judged, each in the words of the oracle: what it says of a frame, and the
// frame as it writes it again.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { decode, encode } from "../../../bindings/esm/index.js";

/**
 * @typedef {{ verdict: string, type: string | null, error?: { code: string, path: string }, aliases?: object[],
 *   ignored?: string[], unknownValues?: object[], text?: string | null }} Said `text` is null where it would
 *   be too large.
 */

const PROGRAM = new URL("../../../target/debug/examples/verdicts", import.meta.url);

/** The Rust decoder, in a process of its own. */
export class Rust {
  constructor() {
    this.child = spawn(fileURLToPath(PROGRAM), { stdio: ["pipe", "pipe", "inherit"] });
    this.child.once("error", (error) => {
      console.error(`${error.message}: cargo build --locked --all-features --example verdicts`);
      process.exit(1);
    });
    this.child.stdin.once("error", () => {});
    this.lines = createInterface({ input: this.child.stdout, crlfDelay: Infinity })[Symbol.asyncIterator]();
  }

  /** @param {Buffer[]} frames @returns {Promise<Said[]>} */
  async judge(frames) {
    const parts = frames.flatMap((frame) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(frame.length);
      return [length, frame];
    });
    this.child.stdin.write(Buffer.concat(parts));
    const said = [];
    while (said.length < frames.length) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error("the Rust decoder has ended: a panic is a finding");
      said.push(JSON.parse(value));
    }
    return said;
  }

  end() {
    this.child.stdin.end();
  }
}

/** A text, or bytes that are none. @param {Buffer} bytes */
function asText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/**
 * The TypeScript decoder; of a text and of the bytes of a text it must say the same.
 *
 * @param {Buffer} bytes
 * @param {boolean} isBytes
 * @returns {Said}
 */
export function typescript(bytes, isBytes) {
  const decoded = decode(isBytes ? bytes : asText(bytes));
  const { kind, aliases = [], ignored = [], unknownValues = [] } = decoded;
  switch (kind) {
    case "invalid":
      return { verdict: kind, type: decoded.type, error: { code: decoded.error.code, path: decoded.error.path } };
    case "unknown":
      return { verdict: kind, type: decoded.type, aliases, ignored, unknownValues, text: decoded.text };
    case "gateway":
      return { verdict: kind, type: null, aliases, ignored, unknownValues, text: JSON.stringify(decoded.fault) };
  }
  const message = kind === "event" ? decoded.message : decoded.command;
  const area = message.area === undefined ? message.type : `${message.area}.error`;
  return { verdict: kind, type: message.action ?? area, aliases, ignored, unknownValues, text: written(message) };
}

function written(message) {
  try {
    return encode(message);
  } catch (error) {
    if (error.code === "too_large") return null;
    throw error;
  }
}
