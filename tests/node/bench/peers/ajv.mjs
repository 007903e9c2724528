// Each event's own schema, picked by its type.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { meta, root, version } from "../events.mjs";

export const name = `Ajv ${version("ajv")}, compiled`;

export const compiler = (options) => {
  const ajv = new Ajv2020({ strict: true, ...options });
  addFormats(ajv);
  return ajv;
};
export const schemas = meta.events.map(({ type }) => [
  type,
  JSON.parse(readFileSync(new URL(`schema/events/${type}.json`, root), "utf8")),
]);

const ajv = compiler();
const validators = new Map(schemas.map(([type, schema]) => [type, ajv.compile(schema)]));

export const accept = (text) => {
  const frame = JSON.parse(text);
  const validate = validators.get(frame.type);
  return validate !== undefined && validate(frame);
};
