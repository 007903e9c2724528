import { useInsertionEffect, useSyncExternalStore } from "react";
import { NONE, createGoalStore } from "./goal_store.js";
import { useRealtimeConnection } from "./provider.js";

// One store for each connection, from its first use to the connection's end: what came while no screen
// showed it is there when one does.

/** @typedef {ReturnType<typeof createGoalStore> & { isListening?: boolean }} Store */

/** @type {WeakMap<object, Store>} */
const stores = new WeakMap();
/** In the place of no connection. */
const NOBODY = {};

function useGoalStore() {
  const connection = useRealtimeConnection();
  const store = stores.get(connection || NOBODY) || /** @type {Store} */ (createGoalStore());
  stores.set(connection || NOBODY, store);
  useInsertionEffect(() => {
    if (!connection || store.isListening) return;
    store.isListening = true;
    connection.onAny((message, { stale }) => store.take(message, stale));
  }, [connection, store]);
  return store;
}

const none = () => NONE;

export function useRealtimeGoals() {
  const { subscribe, getGoals } = useGoalStore();
  return useSyncExternalStore(subscribe, getGoals, none);
}

/** @param {string} goalId */
export function useGoalActivity(goalId) {
  const { subscribe, getActivity } = useGoalStore();
  return useSyncExternalStore(subscribe, () => getActivity(goalId), none);
}
