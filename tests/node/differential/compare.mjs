// Where what a decoder says is not what the oracle says.
import { isDeepStrictEqual } from "node:util";
import { MAX_BYTES } from "./facts.mjs";

/**
 * @param {import("./oracle.mjs").Accepted | import("./oracle.mjs").Refused} expected
 * @param {import("./readers.mjs").Said} said
 * @param {Buffer} bytes
 * @returns {string[]} The differences, in words.
 */
export function differences(expected, said, bytes) {
  if (expected.verdict !== said.verdict) return [`verdict: ${expected.verdict}, not ${said.verdict}`];
  if (expected.verdict === "invalid") {
    const { code, path } = said.error;
    const isOne = expected.faults.some((fault) => fault.code === code && fault.path === path && fault.type === said.type);
    return isOne ? [] : [`error: ${JSON.stringify({ code, path, type: said.type })} is none of ${JSON.stringify(expected.faults)}`];
  }
  const out = [];
  const check = (what, wanted, found) => {
    if (!isDeepStrictEqual(wanted, found)) out.push(`${what}: ${JSON.stringify(wanted)}, not ${JSON.stringify(found)}`);
  };
  check("type", expected.type, said.type);
  check("aliases", expected.aliases, said.aliases);
  // An object in JavaScript puts keys that look like indexes first, and each key once.
  check("ignored", sorted(expected.verdict === "gateway" ? [] : expected.ignored), sorted(said.ignored));
  check("unknownValues", expected.unknownValues, said.unknownValues);
  if (expected.verdict === "unknown") check("text", bytes.toString(), said.text);
  else if (said.text === null) check("room", true, Buffer.byteLength(JSON.stringify(expected.canonical)) > MAX_BYTES);
  else check("canonical", expected.canonical, JSON.parse(said.text));
  return out;
}

const sorted = (paths) => [...new Set(paths)].sort();

/**
 * Where the oracle does not say what is known from how a frame is made. A value that is wrong where a key
 * stands `at` first may be named instead.
 *
 * @param {import("./told.mjs").Verdict} told
 * @param {import("./oracle.mjs").Accepted | import("./oracle.mjs").Refused} said
 */
export function contradictions({ verdict, code, path, at }, said) {
  const faults = said.faults ?? [];
  const isTold = verdict !== "invalid" || faults.some((fault) => fault.code === code && fault.path === path);
  if (verdict === said.verdict && isTold && faults.every((fault) => fault.path === path || fault.path.startsWith(at))) return [];
  return [`told ${verdict} ${code ?? ""} ${path ?? ""}, but the oracle says ${JSON.stringify(said).slice(0, 300)}`];
}
