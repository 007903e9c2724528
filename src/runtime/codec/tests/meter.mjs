// Counts work instead of time: what a call costs is the same on every machine, however busy it is.
//
// The steps are how often each block of the package runs, which V8 counts for its profilers. What the
// engine does by itself, within one call of a built-in, is counted by the characters and elements that
// the call looks at. The expressions it matches are kept, for how one backtracks no count shows.

import { Session } from "node:inspector";

const session = new Session();
session.connect();
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => {
    if (error) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer;
};

let isOn = false;
let looked = 0;
/** Each expression, with the longest text that it was matched against. */
const expressions = new Map();

/** Counts what each call of a function looks at. */
function count(owner, name, costOf) {
  const original = owner[name];
  if (!original) return;
  owner[name] = function (...values) {
    if (!isOn) return original.apply(this, values);
    isOn = false;
    try {
      const result = original.apply(this, values);
      looked += costOf(this, values, result);
      return result;
    } finally {
      isOn = true;
    }
  };
}

const whole = (it) => it.length;
for (const name of ["at", "charAt", "charCodeAt", "codePointAt"]) count(String.prototype, name, () => 1);
for (const name of ["slice", "substring", "substr", "split", "trim", "concat", "repeat"]) {
  count(String.prototype, name, (_it, _values, result) => result.length);
}
count(String.prototype, "indexOf", (it, [, from = 0], found) => (found < 0 ? it.length : found + 1) - from);
const texts = ["lastIndexOf", "includes", "search", "isWellFormed", "toWellFormed", "normalize"];
for (const name of [...texts, "toLowerCase", "toUpperCase"]) count(String.prototype, name, whole);
for (const name of ["indexOf", "includes", "slice", "concat", "join", "reverse", "sort", "shift", "unshift", "splice"]) {
  count(Array.prototype, name, whole);
}
count(JSON, "parse", (_it, [text]) => text.length);
count(globalThis, "encodeURIComponent", (_it, [text]) => text.length);
// Called once for each match, also by `replace`, `match`, `split` and `test`.
const { exec } = RegExp.prototype;
RegExp.prototype.exec = function (text) {
  if (!isOn) return exec.call(this, text);
  expressions.set(this.source, Math.max(text.length, expressions.get(this.source) ?? 0));
  const start = this.global || this.sticky ? this.lastIndex : 0;
  const found = exec.call(this, text);
  looked += (found ? found.index + found[0].length : text.length) - start;
  return found;
};

/** Imports a module whose steps are counted; nothing that it consists of may be loaded before. */
export async function metered(url) {
  post("Profiler.enable");
  post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  return import(url);
}

/** What a call costs: the steps in modules below a URL, and what built-ins looked at. */
export function work(below, call) {
  post("Profiler.takePreciseCoverage");
  looked = 0;
  expressions.clear();
  isOn = true;
  try {
    call();
  } finally {
    isOn = false;
  }
  let steps = 0;
  for (const { url, functions } of post("Profiler.takePreciseCoverage").result) {
    if (!url.startsWith(below)) continue;
    for (const { ranges } of functions) for (const range of ranges) steps += range.count;
  }
  return { steps, looked, expressions: [...expressions] };
}
