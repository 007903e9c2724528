import type { EventType, Timestamp, UserId } from "@purposepath/realtime";

/** What an entry is about, and so where a click on it leads. */
export interface Subject {
  readonly kind: "goal" | "action" | "kpi" | "issue";
  readonly id: string;
}

/** Somebody, or a value of a KPI. */
export type Mention =
  | { readonly kind: "person"; readonly id: UserId }
  | { readonly kind: "reading"; readonly id: string; readonly value: number };

/** A line of an activity feed. */
export interface FeedEntry {
  /** The same for a repeat of the event. */
  readonly id: string;
  readonly type: EventType;
  readonly at: Timestamp;
  /** Who did it, if the event says so. */
  readonly by: UserId | null;
  /** What happened, without who did it: "completed the goal Increase Revenue by 20%". */
  readonly text: string;
  /** What ends the sentence and has a name that may be known only later. */
  readonly mention: Mention | null;
  /** The words that came with it. */
  readonly detail: string | null;
  readonly subject: Subject | null;
  /** The goal in whose room it is shown. */
  readonly goalId: string | null;
}

/** What a feed shows; the same object until it differs. */
export interface FeedSnapshot {
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
  /** How many entries have ever been news here: the difference of two says how many are unseen. */
  readonly news: number;
}

/** Entries sorted by time, each once, and never more than `limit`. */
export class Feed {
  private readonly ids = new Set<string>();
  private readonly entries: FeedEntry[] = [];
  private news = 0;
  private published: FeedSnapshot | null = null;

  constructor(private readonly limit: number) {}

  /** Adds an entry wherever its time puts it, unless it is there or older than all of a full feed. */
  add(entry: FeedEntry, isNews: boolean): void {
    if (this.ids.has(entry.id)) return;
    let index = 0;
    while (index < this.entries.length && this.entries[index]!.at > entry.at) index += 1;
    if (index >= this.limit) return;
    this.entries.splice(index, 0, entry);
    this.ids.add(entry.id);
    const surplus = this.entries.length > this.limit ? this.entries.pop() : undefined;
    if (surplus) this.ids.delete(surplus.id);
    if (isNews) this.news += 1;
    this.published = null;
  }

  snapshot(): FeedSnapshot {
    if (!this.published) this.published = { entries: this.entries.slice(), news: this.news };
    return this.published;
  }
}
