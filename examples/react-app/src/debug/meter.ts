// Counts what a connection receives, for the debug panel. Bounded; nothing in it is secret, since only
// the client sends a token.
import { encode } from "@purposepath/realtime";
import type { ServerMessage } from "@purposepath/realtime";
import { ENTITY_KEYS } from "@purposepath/realtime/connection";
import type { RealtimeConnection } from "@purposepath/realtime/connection";

const MAX_FRAMES = 50;
const MAX_LATENCIES = 500;
const SECONDS = 60;

/** A frame that came in. */
export interface SeenFrame {
  readonly number: number;
  readonly atMs: number;
  readonly verdict: "event" | "stale" | "unknown" | "invalid" | "diagnostic";
  readonly label: string;
  readonly text: string;
}

/** What the panel shows at a moment. */
export interface Readings {
  readonly events: number;
  readonly unknown: number;
  readonly invalid: number;
  readonly diagnostics: number;
  /** Events in each of the last 60 seconds, the current one last. */
  readonly perSecond: readonly number[];
  /** From the server's clock to this page, so only as right as the two clocks; null before the first. */
  readonly latency: { readonly medianMs: number; readonly p95Ms: number } | null;
  /** The event about something that came last: its type, when on the clock of the connection, and how late if it says. */
  readonly last: { readonly type: string; readonly atMs: number; readonly lateMs: number | null } | null;
  /** Newest first. */
  readonly frames: readonly SeenFrame[];
}

export class Meter {
  private counts = { events: 0, unknown: 0, invalid: 0, diagnostics: 0 };
  private frames: (Omit<SeenFrame, "text"> & { readonly text: () => string })[] = [];
  private latencies: number[] = [];
  private last: Readings["last"] = null;
  private readonly seconds = new Map<number, number>();
  private number = 0;

  constructor(private readonly now: () => number) {}

  /** Counts until the function that it returns is called. */
  attach(connection: RealtimeConnection): () => void {
    const leave = [
      connection.onAny((message, { stale }) => this.event(message, stale)),
      connection.onUnknown((unknown) => {
        this.counts.unknown += 1;
        this.frame("unknown", unknown.type ?? "no type", () => unknown.text ?? JSON.stringify(unknown.frame));
      }),
      connection.onInvalid(({ error }, data) => {
        this.counts.invalid += 1;
        this.frame("invalid", error.message, () => (typeof data === "string" ? data : "binary"));
      }),
      connection.onDiagnostic((code) => {
        this.counts.diagnostics += 1;
        this.frame("diagnostic", code, () => "");
      }),
    ];
    return () => leave.forEach((unsubscribe) => unsubscribe());
  }

  read(): Readings {
    const second = Math.floor(this.now() / 1000);
    const perSecond = Array.from(
      { length: SECONDS },
      (_, index) => this.seconds.get(second - SECONDS + 1 + index) ?? 0,
    );
    const sorted = [...this.latencies].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      ...this.counts,
      perSecond,
      latency: sorted.length > 0 ? { medianMs: at(0.5), p95Ms: at(0.95) } : null,
      last: this.last,
      frames: this.frames.map((frame) => ({ ...frame, text: frame.text().slice(0, 2048) })).reverse(),
    };
  }

  private event(message: ServerMessage, isStale: boolean) {
    const now = this.now();
    this.counts.events += 1;
    const second = Math.floor(now / 1000);
    this.seconds.set(second, (this.seconds.get(second) ?? 0) + 1);
    if (this.seconds.size > SECONDS) this.seconds.delete(this.seconds.keys().next().value as number);
    if (!(message.type in ENTITY_KEYS)) return this.frame("event", message.type, () => encode(message));
    const lateMs = message.timestamp === undefined ? null : Math.max(0, now - Date.parse(message.timestamp));
    this.last = { type: message.type, atMs: now, lateMs };
    if (lateMs !== null) {
      this.latencies.push(lateMs);
      if (this.latencies.length > MAX_LATENCIES) this.latencies.shift();
    }
    this.frame(isStale ? "stale" : "event", message.type, () => encode(message));
  }

  private frame(verdict: SeenFrame["verdict"], label: string, text: () => string) {
    this.number += 1;
    this.frames.push({ number: this.number, atMs: this.now(), verdict, label, text });
    if (this.frames.length > MAX_FRAMES) this.frames.shift();
  }
}
