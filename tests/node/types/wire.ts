// What a type of the package looks like once the two things are removed that JSON Schema cannot
// say, so that it can be compared with what a generator makes of the schema.
// Both sides of a comparison go through the same helper.

/** Literally the same type: optional is not `| undefined`, and `any` is like nothing else. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false;

// `string & {}` stands for "any other value" in an open enumeration. It is neither `string` itself
// nor a branded id.
type Text<T extends string, Open> = string extends T
  ? Same<keyof T, keyof (string & {})> extends true
    ? Same<T, string> extends true
      ? T
      : Open
    : T
  : T;

/** For the strict bundle: open enumerations hold their listed values only. */
export type Closed<T> = T extends string
  ? Text<T, never>
  : T extends object
    ? { [K in keyof T]: Closed<T[K]> }
    : T;

/** For the tolerant bundle: open enumerations are any text. */
export type Open<T> = T extends string
  ? Text<T, string>
  : T extends object
    ? { [K in keyof T]: Open<T[K]> }
    : T;
