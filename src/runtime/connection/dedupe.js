import { DEDUPE_MAX_EVENTS, DEDUPE_WINDOW_MS, ENTITY_KEYS } from "./table.js";
import { own } from "../codec/own.js";

// Which events were seen before, and which are older than the newest seen of their type and entity.
// The time is an argument.

export class Seen {
  constructor() {
    /** When each key was first seen, in that order. @type {Map<string, number>} */
    this.keys = new Map();
    /** The newest timestamp of each type and entity, in the order of their last events. @type {Map<string, string>} */
    this.newest = new Map();
  }

  /**
   * Takes note of an event. Its `eventId` tells it from others; without one, its type, entity and
   * timestamp. One that is not known has an `eventId` of any kind and spelling, and no entity.
   *
   * @param {any} message As decoded: timestamps are canonical, and so the later text is the later time.
   * @param {number} now
   * @returns {"new" | "repeat" | "stale"}
   */
  note({ type, eventId, event_id, timestamp, data }, now) {
    const key = own(ENTITY_KEYS, type);
    const entity = key && JSON.stringify([type, data[key]]);
    const given = eventId || event_id;
    const id = given && typeof given === "string" ? `#${given}` : key && entity + timestamp;
    if (id) {
      if (now - /** @type {number} */ (this.keys.get(id)) < DEDUPE_WINDOW_MS) return "repeat";
      remember(this.keys, id, now);
    }
    if (!key) return "new";
    const newest = /** @type {string} */ (this.newest.get(entity));
    const isStale = newest > timestamp;
    remember(this.newest, entity, isStale ? newest : timestamp);
    return isStale ? "stale" : "new";
  }
}

/**
 * @template Value
 * @param {Map<string, Value>} map
 * @param {string} key
 * @param {Value} value
 */
function remember(map, key, value) {
  map.delete(key);
  map.set(key, value);
  if (map.size > DEDUPE_MAX_EVENTS) map.delete(/** @type {string} */ (map.keys().next().value));
}
