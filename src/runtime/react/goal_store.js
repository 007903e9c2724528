// What events say of goals, and nothing else: what was before them, a REST API knows. Bounded: the
// oldest goes.

/**
 * @typedef {import("../protocol/events.js").ServerMessage} ServerMessage
 * @typedef {import("./options.js").RealtimeGoal} RealtimeGoal
 * @typedef {import("./options.js").GoalActivity} GoalActivity
 */

const MAX_GOALS = 200;
const MAX_ENTRIES = 50;
const MAX_ACTIONS = 1000;

/** Where nothing is known. @type {readonly never[]} */
export const NONE = Object.freeze([]);

/**
 * @template Value
 * @param {Map<string, Value>} map
 * @param {string} key
 * @param {Value} value
 * @param {number} limit
 */
function put(map, key, value, limit) {
  map.set(key, value);
  if (map.size > limit) map.delete(/** @type {string} */ (map.keys().next().value));
}

/** The status that an event gives to its goal, if it gives one. @param {ServerMessage} message */
function statusAfter(message) {
  switch (message.type) {
    case "goal.created":
      return message.data.status;
    case "goal.activated":
      return message.data.newStatus;
    case "goal.completed":
      return "completed";
    case "goal.cancelled":
      return "cancelled";
    case "goal.paused":
      return "paused";
    case "goal.resumed":
      return "active";
    default:
      return undefined;
  }
}

export function createGoalStore() {
  /** @type {Map<string, RealtimeGoal>} */
  const goals = new Map();
  /** By goal, newest first. @type {Map<string, readonly GoalActivity[]>} */
  const activities = new Map();
  /** The goal of each action: only its first event names it. @type {Map<string, string>} */
  const goalOfAction = new Map();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** @type {readonly RealtimeGoal[]} */
  let list = NONE;
  let count = 0;

  /**
   * @param {ServerMessage} message
   * @param {boolean} isStale
   */
  function take(message, isStale) {
    const { timestamp: at = "", eventId } = message;
    const { goalId, actionId, entityType, entityId, title, userId } = /** @type {any} */ (message.data || {});
    const action = entityType === "action" ? entityId : actionId;
    const id = goalId || (entityType === "goal" ? entityId : goalOfAction.get(action));
    if (!id) return;
    if (goalId && actionId) put(goalOfAction, actionId, goalId, MAX_ACTIONS);
    const status = statusAfter(message);
    if (status && !isStale) {
      const before = goals.get(id) || { id, title: null, ownerId: null, status, statusAt: at };
      const named = message.type === "goal.created" ? { title, ownerId: userId } : {};
      // Events of other types may overtake each other.
      const changed = before.statusAt > at ? {} : { status, statusAt: at };
      put(goals, id, { ...before, ...named, ...changed }, MAX_GOALS);
      list = [...goals.values()].reverse();
    }
    const entry = { id: eventId || `#${++count}`, at, message };
    const entries = [entry, ...(activities.get(id) || NONE)].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
    put(activities, id, entries.slice(0, MAX_ENTRIES), MAX_GOALS);
    listeners.forEach((listener) => listener());
  }

  return {
    take,
    getGoals: () => list,
    getActivity: (/** @type {string} */ goalId) => activities.get(goalId) || NONE,
    subscribe: (/** @type {() => void} */ listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
