import { type } from "arktype";
import { events, isDay, version } from "../events.mjs";

export const name = `ArkType ${version("arktype")}`;

// Its own date-time may be a date alone.
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const DATE_TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

const schemas = events({
  text: type("string"),
  filled: type("string > 0"),
  dateTime: type(DATE_TIME).narrow(isDay),
  date: type(DATE).narrow(isDay),
  boolean: type("boolean"),
  number: (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) => type("number").atLeast(min).atMost(max),
  integer: type("number.integer").atLeast(0).atMost(Number.MAX_SAFE_INTEGER),
  list: (of) => of.array(),
  literal: (text) => type.unit(text),
  object: (keys) =>
    type(Object.fromEntries(Object.entries(keys).map(([key, it]) => (it.maybe ? [`${key}?`, it.maybe] : [key, it])))),
  optional: (schema) => ({ maybe: schema }),
  nullable: (schema) => schema.or("null"),
});

export const accept = (text) => {
  const frame = JSON.parse(text);
  const schema = schemas.get(frame.type);
  return schema !== undefined && schema.allows(frame);
};
