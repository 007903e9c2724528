// The invariants of the connection over random lives: any input at any time, likely ones more often.
// The model knows effects only, as a shell does, and nothing of the table.

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
  const model = new Model(connection, authentication);
  const record = { name: `life 0x${seed.toString(16)}`, authentication, steps: [] };
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
class Model {
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

  constructor(connection, authentication) {
    this.connection = connection;
    this.state = freeze(connection.initialState(authentication));
  }

  /** An input that may well come next. */
  likely(random) {
    const { token, socket } = this;
    const due = (id) => ({ type: "Timer", id, generation: this.timers.get(id) });
    const dice = random.below(8);
    switch (this.state.state) {
      case "idle":
      case "failed":
        return { type: "Start" };
      case "credentials":
        return { type: dice === 0 ? "TokenFail" : "TokenOk", generation: token };
      case "opening":
        return dice < 3 ? this.close(random) : { type: "SocketOpen", generation: socket };
      case "authenticating":
        if (dice < 2) return this.error(random);
        return dice === 2 ? this.close(random) : { type: "AuthOk", generation: socket };
      case "ready":
        if (dice < 2) return this.close(random);
        if (dice < 4) return this.error(random);
        if (dice === 4) return { type: "ServerPing", generation: socket };
        return due(dice === 5 && this.armed.has("stable") ? "stable" : "keep_alive");
      case "backoff":
        return due("retry");
      case "offline":
        return { type: "Online" };
      default:
        return { type: "PageShow", asleepMs: 0 };
    }
  }

  close(random) {
    const codes = Object.keys(this.connection.CLOSE_CLASSES).map(Number);
    const dice = random.below(4);
    const code = dice === 0 ? random.below(65536) : dice === 1 ? 1006 : random.pick(codes);
    return { type: "SocketClose", generation: this.any(this.socket, random), code };
  }

  error(random) {
    const codes = ["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "VALIDATION_ERROR", "RATE_LIMIT_EXCEEDED", "INTERNAL_ERROR"];
    const code = [() => "SOMETHING_NEW", () => "UNAUTHORIZED"][random.below(4)]?.() ?? random.pick(codes);
    const input = { type: random.pick(["AuthErr", "ServerErr"]), generation: this.any(this.socket, random), code };
    const dice = random.below(4);
    if (dice === 0) input.retryAfterMs = random.below(100_000);
    if (dice === 1) input.retryAfterMs = random.u32() * 2 ** 21 + random.below(2 ** 21);
    return input;
  }

  /** The present generation, now and then another. */
  any(generation, random) {
    return random.below(4) === 0 ? Math.max(0, generation - random.below(3)) : generation;
  }

  /** Any input at all. */
  anyInput(random) {
    const ofToken = (type) => ({ type, generation: this.any(this.token, random) });
    const ofSocket = (type) => ({ type, generation: this.any(this.socket, random) });
    const asleepMs = random.below(3) * 59_999;
    const timer = () => {
      const id = random.pick(this.connection.TIMER_ID_VALUES);
      return { type: "Timer", id, generation: this.any(this.timers.get(id) ?? 0, random) };
    };
    const any = [
      () => ({ type: "Start" }),
      () => ({ type: random.below(8) === 0 ? "Stop" : "RetryNow" }),
      () => ({ type: "RetryNow" }),
      () => ({ type: "TokenChanged" }),
      () => ofToken("TokenOk"),
      () => ofToken(random.below(4) === 0 ? "TokenDenied" : "TokenFail"),
      () => ofToken("TokenFail"),
      () => ofSocket("OpenThrew"),
      () => ofSocket("SocketOpen"),
      () => this.close(random),
      () => this.close(random),
      () => ofSocket("AuthOk"),
      () => this.error(random),
      () => this.error(random),
      () => ofSocket("ServerPing"),
      () => ofSocket("GatewayFault"),
      timer,
      timer,
      () => ({ type: "Online" }),
      () => ({ type: "Offline" }),
      () => ({ type: "Visible", asleepMs }),
      () => ({ type: "Hidden" }),
      () => ({ type: "Focus" }),
      () => ({ type: "PageHide" }),
      () => ({ type: "PageShow", asleepMs }),
      () => ({ type: "Resume", asleepMs }),
    ];
    return random.pick(any)();
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
      case "SendPong":
        assert(this.socketIsOpen, "nothing is sent without a socket");
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
    assert((this.shown.status === "connected") === (state === "ready"), "4: connected if and only if ready");
  }
}

function freeze(state) {
  Object.freeze(state.timers);
  return Object.freeze(state);
}

function isSame(one, other) {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}

function assert(holds, rule) {
  if (!holds) throw new Error(rule);
}

/** Seeded random numbers: mulberry32. */
class Random {
  constructor(seed) {
    this.seed = seed;
  }

  u32() {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), this.seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A number below a bound. */
  below(bound) {
    return Math.floor((this.u32() * bound) / 2 ** 32);
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}
