// Frames with one fault each, which every peer has to refuse: made from the fixtures by what
// schema/meta.json says of each key, so that no kind of check is left out.
import { readFileSync } from "node:fs";
import { meta, root } from "./events.mjs";

const faults = {
  text: [5],
  "date-time": ["", "yesterday", "2025-11-03", "2025-02-30T10:00:00.000Z", "2025-11-03T24:00:00.000Z"],
  date: ["", "2025-02-30", "2025-13-01", "03.11.2025"],
  boolean: ["true", 1],
  number: ["5"],
  integer: [-1, 1.5, 2 ** 53, "5"],
  filled: ["", 5],
};
const faultsOf = (kind) => {
  const [, min, max] = /^number ([\d.]+?)\.\.([\d.]*)$/.exec(kind) ?? [];
  if (min) return [Number(min) - 1, "5", ...(max ? [Number(max) + 1] : [])];
  if (kind.startsWith("list of ")) return ["text", ...faultsOf(kind.slice(8)).map((fault) => [fault])];
  return faults[kind] ?? faults.filled;
};

export const broken = [
  ["", "an empty text"],
  ['{"type":', "half a frame"],
  ["[]", "an array"],
  ["null", "null"],
  ['{"data":{}}', "no type"],
];
const add = (subject, type, path, frame) => broken.push([JSON.stringify(frame), `${type} with ${path} ${subject}`]);
for (const { type, keys } of meta.events) {
  const frame = JSON.parse(readFileSync(new URL(`tests/fixtures/events/${type}.json`, root), "utf8"));
  const places = [[meta.envelope, (changes) => ({ ...frame, ...changes }), ""]];
  if (keys.length > 0) {
    places.push([keys, (changes) => ({ ...frame, data: { ...frame.data, ...changes } }), "data."]);
    add("left out", type, "data", { ...frame, data: undefined });
    add("as text", type, "data", { ...frame, data: "text" });
  }
  for (const [fields, changed, prefix] of places) {
    for (const { key, kind, optional, nullable } of fields) {
      for (const fault of faultsOf(kind)) add(JSON.stringify(fault), type, prefix + key, changed({ [key]: fault }));
      if (optional || (keys.length === 0 && prefix === "")) continue;
      add("left out", type, prefix + key, changed({ [key]: undefined }));
      if (!nullable) add("null", type, prefix + key, changed({ [key]: null }));
    }
  }
  const number = keys.find(({ kind }) => kind === "number");
  if (number) {
    // JSON.parse makes Infinity of it.
    const text = JSON.stringify({ ...frame, data: { ...frame.data, [number.key]: "1e400" } });
    broken.push([text.replace('"1e400"', "1e400"), `${type} with data.${number.key} 1e400`]);
  }
}
