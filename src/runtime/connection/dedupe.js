import { bare, own } from "../codec/own.js";
import { DEDUPE_MAX_EVENTS, DEDUPE_MAX_ID, DEDUPE_WINDOW_MS } from "./table.js";

// Which events were seen before, and which are older than the newest seen of their type and entity.
// The time is an argument.

/** Begins with nothing seen; returns what takes note of an event. */
export function createSeen() {
  /** When each key was first seen, in that order. @type {Map<string, number>} */
  const keys = new Map();
  /** The newest timestamp of each type and entity, in the order of their last events. @type {Map<string, string>} */
  const newest = new Map();

  /**
   * Takes note of an event; returns whether it is stale, or undefined if it is a repeat. Its `eventId`
   * tells it from others; without one, its type, entity and timestamp. An id that is too long is not
   * remembered. An event that is not known has an `eventId` of any kind and spelling, and no entity.
   *
   * @param {any} message As decoded: timestamps are canonical, and so the later text is the later time.
   * @param {any} data Its data, if it is known.
   * @param {number} now
   * @returns {boolean | undefined}
   */
  return function note(message, data, now) {
    const { type, eventId, event_id, timestamp } = bare(message);
    // The key of the entity follows from the type, as in `ENTITY_KEYS`.
    const [, about] = /(\w+)\.\w+$/.exec(type) || [];
    const id = data && own(data, `${about}Id`);
    const entity = id && isShort(id) && JSON.stringify([type, id]);
    const given = eventId || event_id;
    const key = given && typeof given === "string" ? isShort(given) && `#${given}` : entity && entity + timestamp;
    if (key) {
      if (now - /** @type {number} */ (keys.get(key)) < DEDUPE_WINDOW_MS) return undefined;
      remember(keys, key, now);
    }
    if (!entity) return false;
    const latest = /** @type {string} */ (newest.get(entity));
    const isStale = latest > timestamp;
    remember(newest, entity, isStale ? latest : timestamp);
    return isStale;
  };
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
