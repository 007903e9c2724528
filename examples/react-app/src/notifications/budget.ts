/** At most so many toasts of their own, and as many that are urgent … */
const MAX_NOTICES = 4;
/** … in so many milliseconds; the others are counted … */
const WINDOW_MS = 5000;
/** … and the count is shown no more often than this. */
const COUNT_EVERY_MS = 1000;

/** What to do with the next toast; `count` asks for the count in so many milliseconds. */
export type Verdict =
  { readonly kind: "show" } | { readonly kind: "count"; readonly inMs: number } | { readonly kind: "nothing" };

/** Keeps a burst from burying the page under toasts. The time is an argument. */
export class Budget {
  private shown: { readonly at: number; readonly isUrgent: boolean }[] = [];
  private surplus = 0;
  private countedAt = -Infinity;
  private isAsked = false;

  take(nowMs: number, isUrgent: boolean): Verdict {
    this.shown = this.shown.filter(({ at }) => nowMs - at < WINDOW_MS);
    // What can wait leaves room for what is urgent.
    const rivals = isUrgent ? this.shown.filter((one) => one.isUrgent) : this.shown;
    if (rivals.length < MAX_NOTICES) {
      if (this.shown.length === 0) this.surplus = 0;
      this.shown.push({ at: nowMs, isUrgent });
      return { kind: "show" };
    }
    this.surplus += 1;
    if (this.isAsked) return { kind: "nothing" };
    this.isAsked = true;
    return { kind: "count", inMs: Math.max(0, this.countedAt + COUNT_EVERY_MS - nowMs) };
  }

  /** How many were not shown, up to the last of them. */
  count(nowMs: number): number {
    this.isAsked = false;
    this.countedAt = nowMs;
    return this.surplus;
  }
}
