// A second opinion on frames, by PROTOCOL.md alone: it imports nothing of the crate, of the package or
// of the schemas, and nothing that they render.
//
// Of a frame with several faults a reader names one; PROTOCOL.md does not say which. So a refusal is a
// set: each reader has to name a member of it.
import { COMMANDS, ENVELOPE, EVENTS, GATEWAY, OLD_TYPES, keys } from "./facts.mjs";
import { lastWins, readText } from "./text.mjs";
import { KINDS } from "./values.mjs";

/**
 * @typedef {import("./text.mjs").Value} Value
 * @typedef {{ verdict: "event" | "unknown" | "command" | "gateway", type: string | null, aliases: object[],
 *   ignored: string[], unknownValues: object[], canonical?: object }} Accepted `canonical` but for unknown
 *   events, which are kept as they are.
 * @typedef {{ verdict: "invalid", faults: { code: string, path: string, type: string | null }[] }} Refused
 */

const envelope = keys(ENVELOPE);
const payloads = new Map(Object.entries(EVENTS).map(([type, words]) => [type, keys(words)]));
const commands = COMMANDS.map(([discriminator, name, words]) => ({ discriminator, name, fields: keys(words) }));
const data = { key: "data", mark: "", names: ["data"] };
const optional = (fields) => fields.map((field) => ({ ...field, mark: "?" }));

/**
 * What readers of text say of a frame, and what those say who follow `JSON.parse`: one and the same
 * verdict, unless a key is literally repeated.
 *
 * @param {Uint8Array} bytes
 * @returns {{ text: Accepted | Refused, parsed: Accepted | Refused }}
 */
export function judge(bytes) {
  const { faults, root, hasRepeats } = readText(bytes);
  const of = (tree) => {
    const verdict = tree ? new Judge().frame(tree) : { verdict: "invalid", faults: [] };
    if (faults.length === 0) return verdict;
    const ofText = faults.map((code) => ({ code, path: "$", type: null }));
    return { verdict: "invalid", faults: [...ofText, ...(verdict.faults ?? [])] };
  };
  const text = of(root);
  return { text, parsed: hasRepeats && root ? of(lastWins(root)) : text };
}

class Judge {
  aliases = [];
  ignored = [];
  unknownValues = [];
  faults = [];
  /** @type {string | null} What the frame is called, once that is known. */
  type = null;

  fault(code, path) {
    this.faults.push({ code, path, type: code === "unknown_shape" ? null : this.type });
  }

  /** @param {Value} root */
  frame(root) {
    if (!root.entries) {
      this.fault("not_object", "$");
      return this.result("invalid");
    }
    const first = (key) => root.entries.find(([name]) => name === key)?.[1];
    const type = first("type");
    if (type?.json === "cut" || first("action")?.json === "cut") return this.result("unknown");
    if (type) return this.typed(root, type, first("data"));
    const action = first("action");
    if (action) return this.action(root, action);
    if (first("eventType")) return this.result("unknown");
    return this.gateway(root, first);
  }

  /** A frame with a type. */
  typed(root, { json, value: written }, payload) {
    if (json !== "string" || written === "") {
      this.fault(json === "string" ? "bad_format" : "wrong_type", "$.type");
      this.repeats(root, ["type"]);
      return this.result("invalid");
    }
    const type = Object.hasOwn(OLD_TYPES, written) ? OLD_TYPES[written] : written;
    this.type = type;
    if (payloads.has(type)) return this.event(root, type, payloads.get(type), written);
    const isError = type.endsWith(".error") && type.length > ".error".length;
    if (isError && payload?.entries?.some(([key, value]) => key === "code" && value.json === "string")) {
      return this.event(root, type, payloads.get("error"), written);
    }
    const command = commands.find(({ discriminator, name }) => discriminator === "type" && name === type);
    if (command) return this.command(root, command);
    this.repeats(root, isError ? ["type", "data"] : ["type"]);
    const timestamp = envelope.filter(({ key }) => key === "timestamp");
    this.object(timestamp, root, "$");
    // The rest of an unknown event is its own.
    this.ignored = [];
    return this.result("unknown");
  }

  event(root, type, payload, written) {
    const isBare = payload.length === 0;
    const fields = [
      { key: "type", mark: "", names: ["type"], read: (_, path) => this.typeOf(type, written, path) },
      ...(isBare ? optional(envelope) : envelope),
      { ...data, mark: isBare ? "?" : "", read: (value, path) => this.data(payload, value, path) },
    ];
    const canonical = this.object(fields, root, "$");
    const ofPayload = canonical.data?.tenantId;
    if (canonical.tenantId !== undefined && ofPayload !== undefined && canonical.tenantId !== ofPayload) {
      this.fault("conflict", "$.data.tenantId");
    }
    if (isBare) delete canonical.data;
    return this.result("event", canonical);
  }

  typeOf(type, written, path) {
    if (type !== written) this.aliases.push({ path, kind: "type", canonical: type });
    return type;
  }

  data(payload, value, path) {
    if (value.entries) return this.object(payload, value, path);
    this.fault("not_object", path);
    return undefined;
  }

  action(root, { json, value: name }) {
    const command = commands.find((it) => it.discriminator === "action" && it.name === name);
    if (json === "string" && command) return this.command(root, command);
    this.fault(json === "string" ? "unknown_shape" : "wrong_type", "$.action");
    this.repeats(root, ["action"]);
    return this.result("invalid");
  }

  command(root, { discriminator, name, fields }) {
    this.type = name;
    const tells = { key: discriminator, mark: "", names: [discriminator], read: () => name };
    return this.result("command", this.object([tells, ...fields], root, "$"));
  }

  gateway(root, first) {
    // What follows a break in the text may have told the shape.
    if (root.isWhole && GATEWAY.some((key) => first(key)?.json !== "string")) this.fault("unknown_shape", "$");
    this.repeats(root, GATEWAY);
    return this.result("gateway", Object.fromEntries(GATEWAY.map((key) => [key, first(key)?.value])));
  }

  /** Keys that stand twice where only some of them are looked at. */
  repeats(root, names) {
    for (const name of names) {
      const times = root.entries.filter(([key]) => key === name).length;
      if (times > 1) this.fault("duplicate", `$.${name}`);
    }
  }

  /** The known keys of an object in their canonical form. */
  object(fields, { entries, isWhole }, scope) {
    const canonical = {};
    const seen = new Map();
    for (const [key, value] of entries) {
      const path = scope + (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
      const field = fields.find(({ names }) => names.includes(key));
      if (!field) {
        this.ignored.push(path);
        continue;
      }
      if (key !== field.key) this.aliases.push({ path, kind: "key", canonical: field.key });
      const others = seen.get(field) ?? [];
      seen.set(field, [...others, key]);
      const isTwin = field.twin?.includes(key);
      if (others.some((other) => !field.twin || field.twin.includes(other) === isTwin)) {
        this.fault("duplicate", path);
      }
      const read = this.value(field, value, path);
      if (read === undefined) continue;
      if (field.twin && canonical[field.key] !== undefined && canonical[field.key] !== read) {
        this.fault("conflict", path);
      }
      if (canonical[field.key] === undefined) canonical[field.key] = read;
    }
    for (const field of fields) {
      // What follows a break in the text may have held it.
      if (field.mark !== "?" && !seen.has(field) && isWhole) this.fault("missing", `${scope}.${field.key}`);
    }
    return canonical;
  }

  /** The canonical form of a value; undefined for a wrong one, and for one that counts as absent. */
  value({ mark, kind, read }, value, path) {
    if (value.json === "cut" || (value.json === "null" && mark === "?")) return undefined;
    if (value.json === "null" && mark === "N") return null;
    if (read) return read(value, path);
    if (!kind.endsWith("[]")) return this.scalar(kind, value, path);
    if (value.items) return value.items.map((item, index) => this.scalar(kind.slice(0, -2), item, `${path}[${index}]`));
    this.fault("wrong_type", path);
    return undefined;
  }

  scalar(kind, value, path) {
    const { code, canonical, isListed = true } = KINDS[kind](value);
    if (code) this.fault(code, path);
    else if (canonical !== value.value && KINDS[kind].isEnumeration) this.aliases.push({ path, kind: "value", canonical });
    else if (!isListed) this.unknownValues.push({ path, value: canonical });
    return canonical;
  }

  result(verdict, canonical) {
    const { faults, type, aliases, ignored, unknownValues } = this;
    if (faults.length > 0) return { verdict: "invalid", faults };
    return { verdict, type, aliases, ignored, unknownValues, canonical };
  }
}
