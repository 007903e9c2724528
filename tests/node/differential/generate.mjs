// One frame for each seed and number: a right one, most with one to three changes, or one whose verdict is
// known from how it is made.
import { shaped, write } from "./frames.mjs";
import { OF_BYTES, OF_PARTS, OF_TEXT } from "./mutations.mjs";
import { Random } from "./random.mjs";
import { TOLD } from "./told.mjs";

const weightsOf = (table) => table.map(([name, weight]) => [name, weight]);
const weights = new Map([OF_PARTS, OF_TEXT, OF_BYTES, TOLD].map((table) => [table, weightsOf(table)]));

/** Everything that can happen to a frame; a run in which one of them never does is no proof. */
export const CHANGES = ["none", ...[OF_PARTS, OF_TEXT, OF_BYTES, TOLD].flatMap((table) => table.map(([name]) => name))];

/** @returns {[string, Function]} */
function choose(random, table) {
  const name = random.weighted(weights.get(table));
  return [name, table.find(([it]) => it === name)[2]];
}

/**
 * @param {number} seed
 * @param {number} index
 * @returns {{ bytes: Buffer, changes: string[], told?: import("./told.mjs").Told }}
 */
export function generate(seed, index) {
  const random = new Random(seed, index);
  if (random.chance(0.06)) {
    const [name, make] = choose(random, TOLD);
    const told = make(random);
    return { bytes: Buffer.from(told.text), changes: [name], told };
  }
  const { frame } = shaped(random);
  const changes = [];
  for (let left = random.of([0, 1, 1, 1, 2, 2, 3]); left > 0; left--) {
    const [name, change] = choose(random, OF_PARTS);
    if (change(random, frame)) changes.push(name);
  }
  let text = write(frame);
  if (random.chance(0.12)) {
    const [name, change] = choose(random, OF_TEXT);
    text = change(random, text);
    changes.push(name);
  }
  let bytes = Buffer.from(text);
  if (bytes.length > 0 && random.chance(0.05)) {
    const [name, change] = choose(random, OF_BYTES);
    bytes = change(random, bytes);
    changes.push(name);
  }
  return { bytes, changes: changes.length > 0 ? changes : ["none"] };
}
