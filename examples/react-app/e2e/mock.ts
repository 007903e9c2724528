// The mock server as a child process, steered over its control port.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { inject } from "vitest";

export interface Connection {
  readonly connectionId: string;
  readonly state: "open" | "authenticated";
  readonly tenantId?: string;
  readonly userId?: string;
}

export interface LogEntry {
  readonly kind: string;
  readonly atMs: number;
  readonly type?: string;
  readonly frame?: string;
  readonly code?: number;
}

/** A test that fails before it stops its mock leaves none behind. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export class Mock {
  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    readonly control: string,
  ) {}

  /** Starts it on free ports, without traffic, unless told otherwise. */
  static async start(...args: readonly string[]): Promise<Mock> {
    const given = args.includes("--port") ? args : ["--port", "0", ...args];
    const child = spawn(inject("realtime"), ["mock", "--format", "json", "--rate", "0", ...given], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    running.add(child);
    child.once("exit", () => running.delete(child));
    const lines = createInterface({ input: child.stdout });
    const first = await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      child.once("exit", (code) => reject(new Error(`the mock server ended with ${code}`)));
    });
    // The rest of its log is asked for when it is needed.
    lines.on("line", () => {});
    const { url, control } = JSON.parse(first) as { readonly url: string; readonly control: string };
    return new Mock(child, url, control);
  }

  get port() {
    return new URL(this.url).port;
  }

  get controlPort() {
    return new URL(this.control).port;
  }

  async get<Answer>(path: string): Promise<Answer> {
    return this.call<Answer>(path);
  }

  async post<Answer = unknown>(path: string, body: unknown): Promise<Answer> {
    return this.call<Answer>(path, { method: "POST", body: JSON.stringify(body) });
  }

  async delete(path: string): Promise<void> {
    await this.call(path, { method: "DELETE" });
  }

  /** Sends an event to everybody of its tenant; what is left out is filled in. */
  async broadcast(
    type: string,
    data: Readonly<Record<string, unknown>> = {},
    tenantId = "tenant-123",
    frame: Readonly<Record<string, unknown>> = {},
  ) {
    await this.post("/broadcast", { type, tenantId, ...frame, data: { tenantId, ...data } });
  }

  connections() {
    return this.get<readonly Connection[]>("/connections");
  }

  async counters() {
    return (await this.get<{ readonly counters: Readonly<Record<string, number>> }>("/state")).counters;
  }

  async log(): Promise<readonly LogEntry[]> {
    const response = await fetch(new URL("/log", this.control));
    return (await response.text())
      .trim()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogEntry);
  }

  /** Ends it: with 1001 to everybody, or at once and without a word. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM") {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill(signal);
    await ended;
  }

  private async call<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(new URL(path, this.control), init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as Answer;
  }
}
