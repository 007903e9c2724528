import Type from "typebox";
import { Compile } from "typebox/compile";
import { events, version } from "../events.mjs";

export const name = `typebox ${version("typebox")}, compiled`;

const schemas = events({
  text: Type.String(),
  filled: Type.String({ minLength: 1 }),
  dateTime: Type.String({ format: "date-time" }),
  date: Type.String({ format: "date" }),
  boolean: Type.Boolean(),
  number: (minimum, maximum) => Type.Number({ ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) }),
  integer: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  list: (of) => Type.Array(of),
  literal: (text) => Type.Literal(text),
  object: (keys) => Type.Object(keys),
  optional: (schema) => Type.Optional(schema),
  nullable: (schema) => Type.Union([schema, Type.Null()]),
});
const validators = new Map([...schemas].map(([type, schema]) => [type, Compile(schema)]));

export const accept = (text) => {
  const frame = JSON.parse(text);
  const validator = validators.get(frame.type);
  return validator !== undefined && validator.Check(frame);
};
