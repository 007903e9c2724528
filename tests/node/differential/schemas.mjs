// The two schemas against the oracle: each takes every canonical frame, the strict one nothing else, and
// neither what breaks a rule that a schema can say. In Ajv every frame, in Python's jsonschema a sample.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import Ajv2020 from "ajv/dist/2020.js";
import { python } from "../python.mjs";
import { COMMANDS, ENVELOPE, EVENTS, keys } from "./facts.mjs";

const root = new URL("../../../", import.meta.url);
const SAMPLE = new URL("target/consumers/differential.ndjson", root);

/** Formats are remarks, as they are by default. */
const compile = (path) =>
  new Ajv2020({ strict: true, validateFormats: false }).compile(JSON.parse(readFileSync(new URL(path, root), "utf8")));

const words = [ENVELOPE, ...Object.values(EVENTS), ...COMMANDS.map(([, , it]) => it)];
const CANONICAL = new Set(["type", "action", "data", ...words.flatMap(keys).map(({ key }) => key)]);
/** Of the text as a whole: what else is wrong with it may have been overwritten, or is not seen. */
const OF_TEXT = ["syntax", "too_large", "too_deep"];
const UNSAID = ["duplicate", "conflict"];

export class Schemas {
  tolerant = compile("schema/protocol.schema.json");
  strict = compile("schema/protocol.strict.schema.json");
  canonical = 0;
  refused = 0;
  /** @type {string[]} */
  sample = [];

  /** @param {number} sampled How many canonical frames are for Python. */
  constructor(sampled) {
    this.sampled = sampled;
  }

  /**
   * @param {Buffer} bytes A frame without a literal repeat.
   * @param {import("./oracle.mjs").Accepted | import("./oracle.mjs").Refused} said
   * @returns {string[]}
   */
  differences(bytes, said) {
    if (said.verdict === "unknown") return [];
    if (said.verdict === "invalid") return this.#refusals(bytes, said.faults);
    const { canonical } = said;
    this.canonical += 1;
    const isListed = said.unknownValues.length === 0;
    if (this.sample.length < this.sampled) this.sample.push(JSON.stringify({ frame: canonical, isListed }));
    const out = [];
    if (!this.tolerant(canonical)) out.push(`tolerant refuses the canonical form: ${explain(this.tolerant)}`);
    if (this.strict(canonical) !== isListed) out.push(`strict ${isListed ? "refuses" : "accepts"} the canonical form: ${explain(this.strict)}`);
    const frame = JSON.parse(bytes.toString());
    if (this.strict(frame) && !isDeepStrictEqual(plain(frame), canonical)) out.push("strict accepts a frame that is not canonical");
    return out;
  }

  #refusals(bytes, faults) {
    if (faults.some(({ code }) => OF_TEXT.includes(code))) return [];
    const frame = JSON.parse(bytes.toString());
    if (!faults.some((fault) => canBeSaid(fault, frame))) return [];
    this.refused += 1;
    return ["tolerant", "strict"].filter((name) => this[name](frame)).map((name) => `${name} accepts what is refused: ${JSON.stringify(faults)}`);
  }

  /** Holds the sample against Python's jsonschema; fails the process if they disagree. */
  inPython() {
    mkdirSync(new URL("./", SAMPLE), { recursive: true });
    writeFileSync(SAMPLE, `${this.sample.join("\n")}\n`);
    python("differential.py", fileURLToPath(SAMPLE));
  }
}

const explain = ({ errors }) => JSON.stringify(errors?.slice(0, 2));

/** Zero has no sign in a canonical form. */
const plain = (value) => JSON.parse(JSON.stringify(value));

/** Whether a schema of canonical frames can say the rule: no limit, no equality, no calendar, no old spelling. */
function canBeSaid({ code, path }, frame) {
  const keys = path.split(".").slice(1);
  const last = keys.at(-1)?.split("[")[0];
  if (UNSAID.includes(code) || (last !== undefined && !CANONICAL.has(last))) return false;
  const value = keys.reduce((it, key) => it?.[key], frame);
  return code !== "bad_format" || !/^.{4}-02-29|^0000-01-01|^9999-12-31/s.test(value);
}
