import { field, list, object, oneOf } from "./kinds.js";
import { rows } from "./rows.js";

// What the rows say of the frames that are known. They are taken apart at the first call, so that
// importing costs nothing.

/**
 * @typedef {import("./kinds.js").Kind} Kind
 * @typedef {{ type: string, kind: Kind }} Row
 */

/** The events, by every spelling of their types; empty until the first call. @type {Map<string, Row>} */
export const types = new Map();

/** @type {ReturnType<typeof rows>} */
let protocol;

/** Takes the rows apart, once. */
export function load() {
  if (protocol) return protocol;
  protocol = rows();
  for (const row of protocol.events) {
    const [names, ...words] = row.split(" ");
    const spellings = names.split("|");
    const [type] = spellings;
    // An event without keys is a sign of life: neither timestamp nor data need be there.
    const mark = words.length ? "" : "?";
    const kind = object([
      field("type", oneOf(names), "", ["type"]),
      ...toFields(protocol.header).map((it) =>
        mark ? field(it.key, it.kind, mark, it.names) : it,
      ),
      field("data", object(toFields(words)), mark, ["data"]),
    ]);
    for (const name of spellings) types.set(name, { type, kind });
  }
  return protocol;
}

/** @param {string[]} words Keys as `rows` words them. */
export const toFields = (words) =>
  words.map((word) => {
    const [, key, mark, name = "filled", isList, old] = /** @type {string[]} */ (
      /^(\w+)([?~=]?)(?::([\w.]+)(\[])?)?(.*)/.exec(word)
    );
    const kind = /** @type {Record<string, Kind>} */ (protocol.kinds)[name];
    return field(key, isList ? list(kind) : kind, mark, (key + old).split("|"));
  });
