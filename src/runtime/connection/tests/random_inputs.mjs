// What happens next in a random life: likely inputs more often, any input at any time.

/** The inputs of a model that knows the generations of its token, its socket and its timers. */
export class Inputs {
  /** An input that may well come next. */
  likely(random) {
    const { token, socket } = this;
    const due = (id) => ({ type: "Timer", id, generation: this.timers.get(id) });
    const dice = random.below(16);
    switch (this.state.state) {
      case "idle":
      case "failed":
        return { type: "Start" };
      case "credentials":
        return { type: dice === 0 ? "TokenFail" : "TokenOk", generation: token };
      case "opening":
        return dice < 6 ? this.close(random) : { type: "SocketOpen", generation: socket };
      case "authenticating":
        if (dice < 4) return this.error(random);
        return dice < 6 ? this.close(random) : { type: "AuthOk", generation: socket };
      case "ready":
        if (dice === 0) return this.close(random);
        if (dice === 1) return this.error(random);
        if (dice < 7) {
          return { type: ["ServerPing", "Frame", "Pong", "Pong", "GatewayFault"][dice - 2], generation: socket };
        }
        if (dice === 7) return { type: "Visible", asleepMs: 0 };
        if (dice < 12 && this.armed.has("probe")) return due("probe");
        if (dice < 14 && this.armed.has("silence")) return due("silence");
        return due(dice === 14 && this.armed.has("stable") ? "stable" : "keep_alive");
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
    const asleepMs = random.below(6) * 15_000;
    const timer = () => {
      const id = random.pick(this.connection.TIMER_ID_VALUES);
      return { type: "Timer", id, generation: this.any(this.timers.get(id) ?? 0, random) };
    };
    const any = [
      () => ({ type: "Start", offline: random.below(4) === 0 }),
      () => ofSocket("Frame"),
      () => ofSocket("Pong"),
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
}

/** Seeded random numbers: mulberry32. */
export class Random {
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
