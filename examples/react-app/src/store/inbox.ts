// What the user was told, and whether it was seen: what waits, until it is dismissed, followed to its
// place, or over. Bounded.
import type { ServerMessage, Timestamp, UserId } from "@purposepath/realtime";
import { endedBy, noticeOf } from "./notice";
import type { Notice } from "./notice";

const MAX_ITEMS = 50;
const MAX_KEYS = 200;

/** A notice that was given. */
export interface InboxItem {
  /** The same while what it tells of goes on: a KPI that stays red is one item. */
  readonly key: string;
  readonly notice: Notice;
  /** It waits to be seen. */
  readonly isUnread: boolean;
}

/** What the notification centre shows; the same object until it differs. */
export interface InboxSnapshot {
  /** Newest first. */
  readonly items: readonly InboxItem[];
  readonly unread: number;
}

/** What was seen: everything up to a time, and these. */
export interface SeenMarks {
  readonly before: Timestamp;
  readonly keys: readonly string[];
}

interface Entry {
  readonly key: string;
  readonly notice: Notice;
  readonly isOver: boolean;
  /** It came as a live event. */
  readonly isTold: boolean;
}

/** Hears of a notice, and the `key` of its item. */
export type Listener = (notice: Notice, key: string) => void;

export class Inbox {
  private entries: readonly Entry[] = [];
  private marks: SeenMarks | null = null;
  private published: InboxSnapshot | null = null;
  /** Up to when everything was seen is only what was fetched first. */
  private isFirstVisit = false;
  private readonly tell = new Set<Listener>();

  constructor(
    private readonly me: UserId | null,
    /** Somebody shall look again. */
    private readonly publish: () => void,
  ) {}

  readonly getSnapshot = (): InboxSnapshot => {
    if (!this.published) {
      const items = this.entries.map((entry) => ({ ...entry, isUnread: this.isUnread(entry) }));
      this.published = { items, unread: items.filter(({ isUnread }) => isUnread).length };
    }
    return this.published;
  };

  /** Null until something was seen, or fetched. */
  readonly getMarks = (): SeenMarks | null => this.marks;

  /** Takes what another tab, or an earlier visit, has seen. */
  setMarks(marks: SeenMarks): void {
    this.isFirstVisit = false;
    this.mark(marks);
  }

  /** Hears what is news and worth telling. */
  onNotice(listener: Listener): () => void {
    this.tell.add(listener);
    return () => {
      this.tell.delete(listener);
    };
  }

  /** Takes in a live event. */
  take(message: ServerMessage): void {
    const entry = this.add(message, true);
    if (entry) this.tell.forEach((listener) => listener(entry.notice, entry.key));
  }

  /** Takes what the REST API knows, oldest first. On the first visit ever it is no news. */
  load(messages: readonly ServerMessage[]): void {
    const isFirst = !this.marks;
    if (isFirst) {
      const newest = messages[messages.length - 1];
      this.isFirstVisit = true;
      this.mark({ before: (newest && newest.timestamp) || "", keys: [] });
    }
    for (const message of messages) this.add(message, false);
    if (isFirst) this.entries.filter(({ isTold }) => isTold).forEach((entry) => this.unmark(entry));
  }

  /** The user has seen what these are about. */
  readonly see = (id: string): void => {
    const seen = this.entries.filter(({ key, notice }) => notice.id === id && !this.seen().keys.includes(key));
    if (seen.length === 0) return;
    const { before, keys } = this.seen();
    this.mark({ before, keys: keys.concat(seen.map(({ key }) => key)).slice(-MAX_KEYS) });
  };

  readonly seeAll = (): void => {
    const newest = this.entries.reduce((at, { notice }) => (notice.at > at ? notice.at : at), this.seen().before);
    this.isFirstVisit = false;
    this.mark({ before: newest, keys: [] });
  };

  /** The entry that is news, if one is. */
  private add(message: ServerMessage, isLive: boolean): Entry | null {
    this.end(message);
    const notice = this.me === null ? null : noticeOf(message, this.me);
    if (!notice) return null;
    const before = this.entries.find(({ notice: { id } }) => id === notice.id);
    if (before && before.notice.at === notice.at) return isLive && !before.isTold ? this.arrived(before) : null;
    if (before && before.notice.at > notice.at) return null;
    // What goes on is not told again.
    const goesOn = before !== undefined && !before.isOver && notice.isUrgent && before.notice.isUrgent;
    const key = goesOn ? before.key : `${notice.id} ${notice.at}`;
    const others = this.entries.filter((entry) => entry !== before);
    const entry = { key, notice, isOver: false, isTold: isLive };
    this.entries = this.bounded([entry, ...others]);
    this.changed();
    return goesOn ? null : entry;
  }

  /** What was fetched while it was on its way is news when it comes, unless somebody has seen it meanwhile. */
  private arrived(entry: Entry): Entry | null {
    const told = { ...entry, isTold: true };
    this.entries = this.entries.map((one) => (one === entry ? told : one));
    if (this.isFirstVisit) this.unmark(told);
    this.changed();
    return this.isUnread(told) || !told.notice.isUrgent ? told : null;
  }

  /** It was not there before the first visit. */
  private unmark({ notice: { at, isUrgent } }: Entry): void {
    const { before, keys } = this.seen();
    if (!isUrgent || before < at) return;
    const earlier = this.entries.filter(({ notice, isTold }) => !isTold && notice.at < at);
    this.mark({ before: earlier.reduce((newest, { notice }) => (notice.at > newest ? notice.at : newest), ""), keys });
  }

  private mark(marks: SeenMarks): void {
    this.marks = marks;
    this.changed();
  }

  /** Without the oldest that nobody waits for, if there are too many. */
  private bounded(entries: readonly Entry[]): readonly Entry[] {
    if (entries.length <= MAX_ITEMS) return entries;
    const oldestFirst = entries.slice().reverse();
    const spared = oldestFirst.find((entry) => !this.isUnread(entry)) ?? oldestFirst[0];
    return entries.filter((entry) => entry !== spared);
  }

  private end(message: ServerMessage): void {
    const id = endedBy(message);
    const ended = id === null ? undefined : this.entries.find(({ notice, isOver }) => notice.id === id && !isOver);
    if (!ended || message.timestamp === undefined || message.timestamp < ended.notice.at) return;
    this.entries = this.entries.map((entry) => (entry === ended ? { ...entry, isOver: true } : entry));
    this.changed();
  }

  private isUnread({ key, notice, isOver }: Entry): boolean {
    const { before, keys } = this.seen();
    // A KPI that stays red waits since it became so.
    return notice.isUrgent && !isOver && key > `${notice.id} ${before}` && !keys.includes(key);
  }

  private seen(): SeenMarks {
    return this.marks || { before: "", keys: [] };
  }

  private changed(): void {
    this.published = null;
    this.publish();
  }
}
