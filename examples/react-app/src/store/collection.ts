import type { Timestamp } from "@purposepath/realtime";

/** What every row of a list has. */
export interface Row {
  readonly id: string;
  /** When the newest event that changed the row was sent; empty while there was none. */
  readonly at: Timestamp;
  /** Rises with each live event that changed the row: what is not 0 may be highlighted. */
  readonly revision: number;
  /** When that was, on the page's clock; of a full list, what changed longest ago goes first. */
  readonly changedMs: number;
}

/**
 * Rows by id in order of arrival, newest first, and never more than `limit`. The array it publishes
 * is the same one until a row differs.
 */
export class Collection<Kind extends Row> {
  private readonly rows = new Map<string, Kind>();
  /** The number of the last change of each row: many change within one millisecond. */
  private readonly changes = new Map<string, number>();
  private count = 0;
  private published: readonly Kind[] | null = [];

  constructor(private readonly limit: number) {}

  get(id: string): Kind | undefined {
    return this.rows.get(id);
  }

  put(row: Kind): void {
    if (this.rows.get(row.id) === row) return;
    if (!this.rows.has(row.id) && this.rows.size >= this.limit) this.forgetOldest();
    this.rows.set(row.id, row);
    this.changes.set(row.id, (this.count += 1));
    this.published = null;
  }

  snapshot(): readonly Kind[] {
    if (!this.published) this.published = Array.from(this.rows.values()).reverse();
    return this.published;
  }

  private forgetOldest(): void {
    const change = ({ id }: Kind): number => this.changes.get(id) ?? 0;
    let oldest: Kind | undefined;
    this.rows.forEach((row) => {
      const isOlder =
        !oldest ||
        row.changedMs < oldest.changedMs ||
        (row.changedMs === oldest.changedMs && change(row) < change(oldest));
      if (isOlder) oldest = row;
    });
    if (!oldest) return;
    this.rows.delete(oldest.id);
    this.changes.delete(oldest.id);
  }
}
