import { z } from "zod";
import { events, version } from "../events.mjs";

export const name = `zod ${version("zod")}`;

const schemas = events({
  text: z.string(),
  filled: z.string().min(1),
  dateTime: z.iso.datetime(),
  date: z.iso.date(),
  boolean: z.boolean(),
  number: (min, max) => {
    const from = min === undefined ? z.number() : z.number().min(min);
    return max === undefined ? from : from.max(max);
  },
  integer: z.int().min(0),
  list: z.array,
  literal: z.literal,
  object: z.object,
  optional: z.optional,
  nullable: z.nullable,
});

export const accept = (text) => {
  const frame = JSON.parse(text);
  const schema = schemas.get(frame.type);
  return schema !== undefined && schema.safeParse(frame).success;
};
