// The invariants of the connection over random lives: any input at any time, likely ones more often.
// The model knows effects only, as a shell does, and nothing of the table.

import { Inputs, Random } from "./random_inputs.mjs";

const SEED = 0x5eed;
const LIVES = 500;
const STEPS = 1000;
const RECORDED = 40;

/** Lives every life, and says what it saw. */
export function liveRandomly(connection) {
  const report = {
    lives: LIVES,
    steps: LIVES * STEPS,
    seeds: `0x${SEED.toString(16)} to 0x${(SEED + LIVES - 1).toString(16)}`,
    changes: 0,
    violations: [],
    /** The first lives as vectors. */
    recorded: [],
  };
  const seen = new Set();
  for (let seed = SEED; seed < SEED + LIVES; seed++) live(connection, seed, seen, report);
  // In query mode nothing is ever `authenticating`.
  const states = connection.STATE_VALUES.length * 2 - 1;
  if (seen.size !== states) report.violations.push(`${seen.size} of ${states} states were reached`);
  return report;
}

function live(connection, seed, seen, report) {
  const random = new Random(seed);
  const authentication = random.pick(["frame", "query"]);
  const probe = random.pick(["message", "control"]);
  const model = new Model(connection, authentication, probe);
  const name = `life 0x${seed.toString(16)}`;
  const record = { id: name, requirement: "", name, authentication, probe, steps: [] };
  if (report.recorded.length < RECORDED) report.recorded.push(record);
  const isRecorded = report.recorded.includes(record);
  for (let step = 0; step < STEPS; step++) {
    const pace = random.below(8);
    if (pace === 1) model.now += random.below(600_000);
    else if (pace > 1) model.now += random.below(pace < 5 ? 3000 : 200);
    // The ends of the random numbers come more often than they would.
    const end = random.below(16);
    const number = end === 0 ? 0 : end === 1 ? 2 ** 32 - 1 : random.u32();
    const input = random.below(5) < 3 ? model.likely(random) : model.anyInput(random);
    const before = model.state;
    seen.add(`${before.state} ${authentication}`);
    try {
      const effects = model.step(input, number);
      const { state, snapshot } = model.state;
      if (isRecorded) {
        const { status } = snapshot;
        record.steps.push({ at: model.now, input, random: number, state, status, effects });
      }
    } catch (error) {
      const where = `life 0x${seed.toString(16)}, step ${step}: ${JSON.stringify(input)} in ${before.state}`;
      report.violations.push(`${where}: ${error.message}`);
      return;
    }
    if (model.state !== before) report.changes++;
  }
}

const BY_HAND = ["Start", "RetryNow", "TokenChanged"];
const TERMINAL = ["idle", "failed"];

/** What a shell knows. */
class Model extends Inputs {
  now = 0;
  shown = { status: "disconnected", attempt: 0, retryable: false, sinceMs: 0, everConnected: false };
  token = 0;
  socket = 0;
  socketIsOpen = false;
  /** The generation of each timer, and when those that run are due. */
  timers = new Map();
  armed = new Map();
  openedAt = -Infinity;
  /** Whether the move to `credentials` under way was held to the minimum gap. */
  mayOpenAtOnce = false;
  forced = 0;
  /** Whether a forced refresh has not yielded a token yet. */
  forceIsPending = false;
  isHidden = false;
  /** Whether the server answered a ping in time, and was not mute since. */
  answers = false;
  /** When the pings were sent that wait for an answer, the oldest first. */
  pings = [];
  serverPings = 0;
  /** The latest of what starts the time in which silence has to be noticed. */
  watchedFrom = 0;
  /** Whether a rate limit puts probes off. */
  isLimited = false;

  constructor(connection, authentication, probe) {
    super();
    this.connection = connection;
    this.probe = probe;
    this.state = freeze(connection.initialState(authentication, probe));
  }

  /** Whether the input belongs to a generation that has ended. */
  isStale({ type, id, generation }) {
    if (generation === undefined) return false;
    if (type === "Timer") return !this.armed.has(id) || this.timers.get(id) !== generation;
    if (type.startsWith("Token")) return generation !== this.token;
    return !this.socketIsOpen || generation !== this.socket;
  }

  step(input, random) {
    const before = this.state;
    // Frozen, so that a step that changed the state which it was given would throw.
    const { state, effects } = this.connection.step(before, input, this.now, random);
    const again = this.connection.step(before, input, this.now, random);
    assert(JSON.stringify([state, effects]) === JSON.stringify([again.state, again.effects]), "8: same inputs, same outputs");
    this.state = freeze(state);
    if (this.isStale(input)) {
      assert(state === before && effects.length === 0, "a stale input changes nothing");
      return effects;
    }
    this.note(input, before.state);
    this.learn(input, before.state, effects);
    for (const effect of effects) this.carryOut(effect, input, before.state);
    this.check(effects);
    return effects;
  }

  /** What an input that is not stale means to the shell. */
  note({ type, id }, state) {
    if (type === "SocketClose") this.socketIsOpen = false;
    // A socket that is open cannot be refused any more.
    if (type === "OpenThrew" && state === "opening") this.socketIsOpen = false;
    if (type === "TokenOk" && state === "credentials") this.forceIsPending = false;
    if (type === "Timer") this.armed.delete(id);
    const started = BY_HAND.includes(type) && TERMINAL.includes(state);
    if (started || id === "stable" || type === "Stop") {
      this.forced = 0;
      this.forceIsPending = false;
    }
  }

  /** What an input that is not stale says of the server, in the words of the rules. */
  learn({ type, id, code }, state, effects) {
    if (type === "Stop" || (type === "Start" && TERMINAL.includes(state))) this.answers = false;
    if (type === "Hidden" || type === "Visible") this.isHidden = type === "Hidden";
    if (state !== "ready") return;
    const starts = ["Frame", "Online", "Visible", "Focus", "Resume", "PageShow", "ServerPing"];
    if (starts.includes(type)) this.watchedFrom = this.now;
    if (type === "ServerPing") this.serverPings++;
    if (code === "RATE_LIMIT_EXCEEDED") this.isLimited = true;
    if (type === "Pong" || type === "GatewayFault") {
      this.pings = this.pings.filter((at) => this.now - at <= 30_000);
      if (this.now - this.pings.shift() <= 10_000) {
        this.answers = true;
        this.watchedFrom = this.now;
      }
    }
    if (id === "probe") {
      if (effects.length === 0) this.answers = false;
      else if (!effects.some((effect) => effect.type === "SendProbe")) this.watchedFrom = this.now;
    }
  }

  /** Whether the silence of the server has to be noticed. */
  isWatched() {
    const answers = this.probe === "control" || this.answers || this.serverPings >= 3;
    return answers && !this.isHidden && !this.isLimited;
  }

  carryOut(effect, input, state) {
    const { type, id, generation } = effect;
    switch (type) {
      case "FetchToken": {
        assert(generation > this.token, "generations rise");
        this.token = generation;
        const refused = ["AuthErr", "ServerErr", "SocketClose"].includes(input.type);
        this.mayOpenAtOnce = BY_HAND.includes(input.type) || (effect.force && refused && this.forced === 0);
        this.checkGap();
        if (effect.force && !this.forceIsPending) {
          this.forced++;
          this.forceIsPending = true;
        }
        assert(this.forced <= 2, "6: at most two forced refreshes");
        break;
      }
      case "OpenSocket":
        assert(!this.socketIsOpen, "1: at most one open socket");
        assert(generation > this.socket, "generations rise");
        this.socketIsOpen = true;
        this.socket = generation;
        this.checkGap();
        this.openedAt = this.now;
        this.pings = [];
        this.serverPings = 0;
        break;
      case "CloseSocket":
        assert(this.socketIsOpen && effect.code === 1000, "only what is open is closed, with 1000");
        this.socketIsOpen = false;
        break;
      case "SetTimer":
        assert(Number.isInteger(effect.ms) && effect.ms >= 0, "a length is whole");
        assert(effect.ms < 2 ** 31, "a browser's timer overflows");
        assert(generation > (this.timers.get(id) ?? 0), "generations rise");
        this.timers.set(id, generation);
        this.armed.set(id, this.now + effect.ms);
        break;
      case "ClearTimer":
        assert(this.armed.delete(id), "only what runs is cleared");
        break;
      case "SendAuth":
      case "SendPing":
      case "SendProbe":
      case "SendPong":
        assert(this.socketIsOpen, "nothing is sent without a socket");
        if (type === "SendPing" || (type === "SendProbe" && this.probe === "message")) {
          // As many as the machine remembers.
          if (this.pings.push(this.now) > 8) this.pings.shift();
        }
        break;
      case "Status": {
        const [next, shown] = [effect.snapshot, this.shown];
        assert(Object.isFrozen(next), "a snapshot is immutable");
        assert(!isSame(next, shown), "5: status only on change");
        const isSinceThen = next.status === shown.status || shown.sinceMs === this.now;
        assert((next.sinceMs === shown.sinceMs) === isSinceThen, "since when the status is what it is");
        this.shown = next;
        break;
      }
      case "Resync":
        assert(this.state.state === "ready", "resync in ready only");
        this.watchedFrom = this.now;
        this.isLimited = false;
        break;
      case "Diagnostic":
        assert(state === "ready", "diagnostic in ready only");
        break;
      default:
        assert(false, `no shell knows the effect ${type}`);
    }
  }

  checkGap() {
    const held = this.mayOpenAtOnce || this.now - this.openedAt >= this.connection.MIN_OPEN_GAP_MS;
    assert(held, "7: the gap between automatic opens holds");
  }

  check(effects) {
    const { state, snapshot } = this.state;
    assert(isSame(this.shown, snapshot), "5: every change is a status");
    const at = effects.findIndex((effect) => effect.type === "Status");
    assert(at < 0 || at === effects.length - 1, "the status comes last");
    if (TERMINAL.includes(state)) {
      assert(this.armed.size === 0 && !this.socketIsOpen, "2: no timer and no socket");
    } else {
      assert(this.armed.size > 0, "3: an armed timer");
    }
    if (state === "ready" && this.isWatched()) {
      const due = Math.min(...["silence", "probe"].map((id) => this.armed.get(id) ?? Infinity));
      const limit = this.probe === "control" ? 40_000 : 130_000;
      // Timers are late here: what follows from one has its time from then on.
      assert(due <= Math.max(this.watchedFrom + limit, this.now + 10_000), "9: a silence is noticed");
    }
    assert((this.shown.status === "connected") === (state === "ready"), "4: connected if and only if ready");
  }
}

function freeze(state) {
  Object.freeze(state.timers);
  Object.freeze(state.pings);
  Object.freeze(state.probe);
  return Object.freeze(state);
}

function isSame(one, other) {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function assert(holds, rule) {
  if (!holds) throw new Error(rule);
}
