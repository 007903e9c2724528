// Chance that a seed decides: every frame has its own, made of the run's and of its number.

export class Random {
  /**
   * @param {number} seed
   * @param {number} index
   */
  constructor(seed, index) {
    this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35);
    for (let warm = 0; warm < 4; warm++) this.next();
  }

  /** A number from 0 to 1, without 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number below this one. @param {number} end */
  below(end) {
    return Math.floor(this.next() * end);
  }

  /** @param {number} share */
  chance(share) {
    return this.next() < share;
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  of(list) {
    return list[this.below(list.length)];
  }

  /** @template T @param {T[]} list */
  shuffle(list) {
    for (let at = list.length - 1; at > 0; at--) {
      const other = this.below(at + 1);
      [list[at], list[other]] = [list[other], list[at]];
    }
  }

  /** One name of a table of weights. @param {[string, number][]} weights */
  weighted(weights) {
    let left = this.next() * weights.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of weights) if ((left -= weight) < 0) return name;
    return weights[0][0];
  }
}
