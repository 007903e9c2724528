import { DEDUPE_MAX_EVENTS, DEDUPE_WINDOW_MS, ENTITY_KEYS } from "./connection_table.js";

// Which events were seen before, and which are older than the newest seen of their type and entity.
// The time is an argument.

export class Seen {
  constructor() {
    /** When each key was first seen, in that order. @type {Map<string, number>} */
    this.keys = new Map();
    /** The newest time of each type and entity. @type {Map<string, number>} */
    this.newest = new Map();
  }

  /**
   * Takes note of an event; of an unknown one, its frame.
   *
   * @param {any} message
   * @param {number} now
   * @returns {"new" | "repeat" | "stale"}
   */
  note({ type, eventId, event_id, timestamp, data }, now) {
    const key = Object.prototype.hasOwnProperty.call(ENTITY_KEYS, type) ? ENTITY_KEYS[type] : "";
    const entity = key ? JSON.stringify([type, data[key]]) : "";
    const given = eventId || event_id;
    const id = given && typeof given === "string" ? `#${given}` : entity && timestamp && entity + timestamp;
    if (id) {
      const at = this.keys.get(id);
      if (at !== undefined && now - at < DEDUPE_WINDOW_MS) return "repeat";
      remember(this.keys, id, now);
    }
    const time = entity ? Date.parse(timestamp) : NaN;
    const newest = this.newest.get(entity);
    if (time !== time) return "new";
    const isStale = newest !== undefined && time < newest;
    remember(this.newest, entity, isStale ? newest : time);
    return isStale ? "stale" : "new";
  }
}

/**
 * @param {Map<string, number>} map
 * @param {string} key
 * @param {number} value
 */
function remember(map, key, value) {
  map.delete(key);
  map.set(key, value);
  if (map.size > DEDUPE_MAX_EVENTS) map.delete(/** @type {string} */ (map.keys().next().value));
}
