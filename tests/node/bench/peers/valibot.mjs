import * as v from "valibot";
import { events, isDay, version } from "../events.mjs";

export const name = `valibot ${version("valibot")}`;

// Formats of valibot let the 30th of February pass.
const schemas = events({
  text: v.string(),
  filled: v.pipe(v.string(), v.nonEmpty()),
  dateTime: v.pipe(v.string(), v.isoTimestamp(), v.check(isDay)),
  date: v.pipe(v.string(), v.isoDate(), v.check(isDay)),
  boolean: v.boolean(),
  number: (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) => v.pipe(v.number(), v.minValue(min), v.maxValue(max)),
  integer: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  list: v.array,
  literal: v.literal,
  object: v.object,
  optional: v.optional,
  nullable: v.nullable,
});

export const accept = (text) => {
  const frame = JSON.parse(text);
  const schema = schemas.get(frame.type);
  return schema !== undefined && v.safeParse(schema, frame, { abortEarly: true }).success;
};
