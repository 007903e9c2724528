import { createDriver } from "./driver.js";

// What the package shows of a connection. Everything is done by the driver.

export class RealtimeConnection {
  /** @param {any} options */
  constructor(options) {
    const driver = (this.driver = createDriver(options));
    this.getSnapshot = driver.getSnapshot;
    /** @param {Function} handler */
    this.subscribe = (handler) => driver.add("status", handler);
  }

  start() {
    this.driver.start();
  }

  stop() {
    this.driver.stop();
  }

  retryNow() {
    this.driver.feed({ type: "RetryNow" });
  }

  tokenChanged() {
    this.driver.tokenChanged();
  }

  /**
   * @param {string} type
   * @param {Function} handler
   */
  on(type, handler) {
    return this.driver.add(`on ${type}`, handler);
  }

  /** @param {Function} handler */
  onAny(handler) {
    return this.driver.add("any", handler);
  }

  /** @param {Function} handler */
  onUnknown(handler) {
    return this.driver.add("unknown", handler);
  }

  /** @param {Function} handler */
  onInvalid(handler) {
    return this.driver.add("invalid", handler);
  }

  /** @param {Function} handler */
  onResync(handler) {
    return this.driver.add("resync", handler);
  }

  /** @param {Function} handler */
  onDiagnostic(handler) {
    return this.driver.add("diagnostic", handler);
  }
}
