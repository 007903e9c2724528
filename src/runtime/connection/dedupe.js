import { DEDUPE_MAX_EVENTS, DEDUPE_MAX_ID, DEDUPE_WINDOW_MS, ENTITY_KEYS } from "./table.js";
import { bare, own } from "../codec/own.js";

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
   * timestamp. An id that is too long is not remembered. An event that is not known has an `eventId`
   * of any kind and spelling, and no entity.
   *
   * @param {any} message As decoded: timestamps are canonical, and so the later text is the later time.
   * @param {number} now
   * @returns {"new" | "repeat" | "stale"}
   */
  note(message, now) {
    const { type, eventId, event_id, timestamp, data } = bare(message);
    const key = own(ENTITY_KEYS, type);
    const entity = key && isShort(data[key]) && JSON.stringify([type, data[key]]);
    const given = eventId || event_id;
    const id = given && typeof given === "string" ? isShort(given) && `#${given}` : entity && entity + timestamp;
    if (id) {
      if (now - /** @type {number} */ (this.keys.get(id)) < DEDUPE_WINDOW_MS) return "repeat";
      remember(this.keys, id, now);
    }
    if (!entity) return "new";
    const newest = /** @type {string} */ (this.newest.get(entity));
    const isStale = newest > timestamp;
    remember(this.newest, entity, isStale ? newest : timestamp);
    return isStale ? "stale" : "new";
  }
}

/** @param {string} id */
const isShort = (id) => id.length <= DEDUPE_MAX_ID;

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
