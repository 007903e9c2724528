/** At most so many toasts of their own … */
const MAX_NOTICES = 4;
/** … in so many milliseconds; the others are counted … */
const WINDOW_MS = 5000;
/** … and the count is shown no more often than this. */
const COUNT_EVERY_MS = 1000;

/** What to do with the next toast. */
export type Verdict =
  { readonly kind: "show" } | { readonly kind: "count"; readonly surplus: number } | { readonly kind: "nothing" };

/** Keeps a burst from burying the page under toasts. The time is an argument. */
export class Budget {
  private shownAt: number[] = [];
  private surplus = 0;
  private countedAt = -Infinity;

  take(nowMs: number): Verdict {
    this.shownAt = this.shownAt.filter((at) => nowMs - at < WINDOW_MS);
    if (this.shownAt.length < MAX_NOTICES) {
      if (this.shownAt.length === 0) this.surplus = 0;
      this.shownAt.push(nowMs);
      return { kind: "show" };
    }
    this.surplus += 1;
    if (nowMs - this.countedAt < COUNT_EVERY_MS) return { kind: "nothing" };
    this.countedAt = nowMs;
    return { kind: "count", surplus: this.surplus };
  }
}
