// A mock server for a test: on free ports, steered from here, gone with the process that started it.

import { spawn } from "node:child_process";
import { clearTimeout, setTimeout } from "node:timers";
import { isDeepStrictEqual } from "node:util";
import { binary, refusal, starting } from "./binary.js";
import { MockError, ask, follow, query } from "./control.js";

/** How long a mock server may take to start and to end: more is a hang. */
const PATIENCE_MS = 30_000;
/** How long the end of its process may take to be known once a connection to it has broken. */
const PATIENCE_TO_END_MS = 2000;
/** How much of what it says on stderr is kept for an error. */
const TOLD_CHARACTERS = 4096;
/** Where `await using` looks; esbuild, Babel and swc look there too where Node.js has no such symbol. */
const DISPOSE = Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose");

/**
 * What an option says to the command.
 *
 * @type {Record<keyof import("./declarations/index.js").MockOptions, string>}
 */
const OPTIONS = {
  port: "--port",
  controlPort: "--control-port",
  rate: "--rate",
  seed: "--seed",
  timeScale: "--time-scale",
  profile: "--profile",
  answersPing: "--answers-ping",
  authDeadlineMs: "--auth-deadline",
  admission: "--admission",
  bufferLimitBytes: "--buffer-limit",
  allowOrigins: "--allow-origin",
  faults: "--fault",
  replay: "--replay",
  record: "--record",
};

/** On free ports, and nothing comes but what a test sends. */
const DEFAULTS = { port: 0, controlPort: 0, rate: 0 };

/** @param {Record<string, unknown>} options */
function argumentsOf(options) {
  const list = [];
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [key, value] of Object.entries({ ...DEFAULTS, ...Object.fromEntries(given) })) {
    if (!Object.hasOwn(OPTIONS, key)) throw new TypeError(`startMock has no option \`${key}\`: its options are ${Object.keys(OPTIONS).join(", ")}`);
    const flag = OPTIONS[/** @type {keyof typeof OPTIONS} */ (key)];
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) list.push(`${flag}=${typeof one === "object" ? JSON.stringify(one) : one}`);
  }
  return list;
}

/**
 * Settles as a promise does, or fails after a while of real time, whatever a test does to timers.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {number} milliseconds
 * @param {() => Error} late
 * @returns {Promise<T>}
 */
function within(promise, milliseconds, late) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** @param {{ code: number | null, signal: string | null }} end */
function inWords({ code, signal }) {
  return signal ? `it was ended by ${signal}` : `it ended with ${code}`;
}

class Mock {
  #child;
  /** @type {{ code: number | null, signal: string | null } | undefined} */
  #end;
  #ended;
  #told = "";
  #stopped = false;

  /** @param {import("node:child_process").ChildProcessWithoutNullStreams} child */
  constructor(child) {
    this.#child = child;
    this.url = "";
    this.control = "";
    this.pid = child.pid ?? 0;
    this[DISPOSE] = () => this.stop();
    child.stderr.setEncoding("utf8").on("data", (text) => (this.#told = (this.#told + text).slice(-TOLD_CHARACTERS)));
    // With it, writing to one that is gone is no uncaught error.
    child.stdin.on("error", () => {});
    this.#ended = new Promise((resolve) => {
      child.once("close", (code, signal) => resolve((this.#end = { code, signal })));
    });
  }

  /** @param {string} what */
  #gone(what) {
    const told = this.#told.trim().replace(/^error: /, "").replace(/\n\nFor more information, .*$/s, "");
    return new MockError(`${what}: ${told || inWords(this.#end ?? { code: null, signal: null })}`);
  }

  /** Reads the first line, which names the ports. */
  async _ports() {
    const child = this.#child;
    let text = "";
    const line = new Promise((resolve) => {
      child.stdout.setEncoding("utf8").on("data", (data) => {
        // The log follows, for which nobody here waits: it is read, so that the mock can write on.
        if (text.includes("\n")) return;
        text += data;
        if (text.includes("\n")) resolve(text);
      });
    });
    await within(Promise.race([line, this.#ended]), PATIENCE_MS, () => {
      child.kill("SIGKILL");
      return new MockError(`the mock server did not name its ports within ${PATIENCE_MS / 1000} s`);
    });
    if (!text.includes("\n")) throw this.#gone("the mock server cannot start");
    const first = text.slice(0, text.indexOf("\n"));
    try {
      ({ url: this.url, control: this.control } = JSON.parse(first));
    } catch {
      child.kill("SIGKILL");
      throw new MockError(`the mock server cannot start: its first line should name its ports, and is ${JSON.stringify(first.slice(0, 80))}: is ${child.spawnfile} the command \`realtime\`?`);
    }
    // A test that forgets to stop it ends all the same, and takes it along. Bun's streams keep nothing alive.
    child.unref();
    for (const stream of [child.stdin, child.stdout, child.stderr]) /** @type {Partial<import("node:net").Socket>} */ (stream).unref?.();
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async #ask(method, path, body) {
    if (this.#stopped) throw new MockError("the mock server has been stopped: start another one");
    try {
      return await ask(this.control, method, path, body);
    } catch (error) {
      throw await this.#explained(error, "the mock server is gone");
    }
  }

  /**
   * Why a call failed. A connection breaks a little before it is known that the process has ended.
   *
   * @param {any} error
   * @param {string} ifGone What to say if the mock server has ended.
   */
  async #explained(error, ifGone) {
    if (!/^E[A-Z]+$/.test(error?.code)) return error;
    await within(this.#ended, PATIENCE_TO_END_MS, () => error).catch(() => {});
    return this.#end ? this.#gone(ifGone) : error;
  }

  async token({ tenantId, userId, expiresInS } = /** @type {any} */ ({})) {
    const [{ token }] = await this.#ask("GET", `/token${query({ tenant: tenantId, user: userId, expiresIn: expiresInS })}`);
    return token;
  }

  async emit(frame, { connectionId } = /** @type {any} */ ({})) {
    const [answer] = connectionId === undefined ? await this.#ask("POST", "/broadcast", frame) : await this.#ask("POST", "/emit", { connectionId, frame });
    return answer;
  }

  async emitText(text, { tenantId, connectionId } = /** @type {any} */ ({})) {
    const toAll = () => this.#ask("POST", `/broadcast${query({ raw: true, tenant: tenantId })}`, text);
    const [answer] = connectionId === undefined ? await toAll() : await this.#ask("POST", "/emit?raw=true", { connectionId, frame: text });
    return answer;
  }

  async fault(rule) {
    const [{ id }] = await this.#ask("POST", "/faults", rule);
    return id;
  }

  async faults() {
    const [faults] = await this.#ask("GET", "/faults");
    return faults;
  }

  async clearFaults(id) {
    const [{ removed }] = await this.#ask("DELETE", id === undefined ? "/faults" : `/faults/${id}`);
    return removed;
  }

  async kick(whom) {
    const [{ kicked }] = await this.#ask("POST", "/kick", whom);
    return kicked;
  }

  async clock(change) {
    const [clock] = change === undefined ? await this.#ask("GET", "/clock") : await this.#ask("POST", "/clock", change);
    return clock;
  }

  async traffic(change) {
    const [traffic] = change === undefined ? await this.#ask("GET", "/traffic") : await this.#ask("POST", "/traffic", change);
    return traffic;
  }

  async connections() {
    const [connections] = await this.#ask("GET", "/connections");
    return connections;
  }

  async events(tenantId, limit) {
    const [events] = await this.#ask("GET", `/events${query({ tenant: tenantId, limit })}`);
    return events;
  }

  async log({ since, limit } = /** @type {any} */ ({})) {
    return this.#ask("GET", `/log${query({ since, limit })}`);
  }

  async waitFor(match, { since = 0, timeoutMs = 5000 } = {}) {
    const fits = typeof match === "function" ? match : (entry) => Object.entries(match).every(([key, value]) => isDeepStrictEqual(entry[key], value));
    // First what is refused, in words.
    await this.#ask("GET", "/log?limit=0");
    let last = "no entry";
    const { entry, end } = follow(this.control, since, (entry) => {
      last = JSON.stringify(entry);
      return fits(entry);
    });
    const ended = "the mock server ended before an entry of its log fitted";
    const late = () => new MockError(`no entry of the log fits within ${timeoutMs} ms; the last one is ${last}`);
    try {
      const found = await within(entry, timeoutMs, late);
      if (!found) throw Object.assign(new Error("the log has ended"), { code: "ECONNRESET" });
      return found;
    } catch (error) {
      throw await this.#explained(error, ended);
    } finally {
      end();
    }
  }

  async reset() {
    await this.#ask("POST", "/reset");
  }

  async stop() {
    this.#stopped = true;
    this.#child.ref();
    // It ends with its stdin, and says goodbye to whoever is connected.
    this.#child.stdin.end();
    await within(this.#ended, PATIENCE_MS, () => {
      this.#child.kill("SIGKILL");
      return new MockError(`the mock server did not end within ${PATIENCE_MS / 1000} s, and was killed`);
    });
  }
}

/**
 * Starts the command; what is told later of why it does not start.
 *
 * @param {string[]} list
 */
function started(list) {
  try {
    const found = binary();
    const child = starting(found, () => spawn(found.path, ["mock", "--format=json", "--exit-with-stdin", ...list], { stdio: ["pipe", "pipe", "pipe"], windowsHide: true }));
    const failed = new Promise((_, reject) => child.once("error", (error) => reject(new MockError(refusal(found, error)))));
    return { child, failed };
  } catch (error) {
    throw new MockError(/** @type {Error} */ (error).message);
  }
}

export async function startMock(options = {}) {
  const { child, failed } = started(argumentsOf(options));
  const mock = new Mock(child);
  await Promise.race([mock._ports(), failed]);
  return mock;
}
