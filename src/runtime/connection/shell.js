import { createDriver } from "./driver.js";
import { checkType } from "./event_type.js";

// What the package shows of a connection. Everything is done by the driver.

/**
 * @template {keyof import("./handlers.js").Told} Topic
 * @typedef {import("./handlers.js").Handler<Topic>} Handler
 */

export class RealtimeConnection {
  /** @param {import("./options.js").ConnectionOptions} options */
  constructor(options) {
    const driver = (this.driver = createDriver(options));
    this.getSnapshot = driver.getSnapshot;
    /** @param {Handler<"status">} handler */
    this.subscribe = (handler) => driver.add("status", handler);
  }

  start() {
    this.driver.start();
  }

  stop() {
    this.driver.stop();
  }

  retryNow() {
    this.driver.renew("RetryNow");
  }

  tokenChanged() {
    this.driver.renew("TokenChanged");
  }

  /**
   * @template {import("../protocol/events.js").EventType} Type
   * @param {Type} type
   * @param {(data: import("../protocol/events.js").EventMap[Type], message: import("../protocol/events.js").MessageOf<Type>, about: import("./options.js").DeliveryInfo) => void} handler
   */
  on(type, handler) {
    checkType(type);
    return this.driver.add(`on ${type}`, /** @type {Handler<`on ${Type}`>} */ (handler));
  }

  /** @param {Handler<"any">} handler */
  onAny(handler) {
    return this.driver.add("any", handler);
  }

  /** @param {Handler<"unknown">} handler */
  onUnknown(handler) {
    return this.driver.add("unknown", handler);
  }

  /** @param {Handler<"invalid">} handler */
  onInvalid(handler) {
    return this.driver.add("invalid", handler);
  }

  /** @param {import("./handlers.js").ResyncHandler} handler */
  onResync(handler) {
    return this.driver.onResync(handler);
  }

  /** @param {Handler<"diagnostic">} handler */
  onDiagnostic(handler) {
    return this.driver.add("diagnostic", handler);
  }

  /** @param {import("./frame_log.js").Log} log */
  observe(log) {
    if (!log) throw TypeError("expected a frameLog()");
    return this.driver.add("frame", log.take);
  }
}
