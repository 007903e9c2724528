import { useMemo, useSyncExternalStore } from "react";
import { NOT_CONNECTED } from "./not_connected.js";
import { useRealtimeConnection } from "./provider.js";

/** @typedef {import("../connection/contract.js").ConnectionSnapshot} Snapshot */

const notConnected = () => NOT_CONNECTED;
const nobody = () => () => {};
const whole = (/** @type {any} */ snapshot) => snapshot;

/**
 * Selects once for each snapshot: what is selected may be a new object each time.
 *
 * @template Selected
 * @param {() => Snapshot} read
 * @param {(snapshot: Snapshot) => Selected} select
 */
function selection(read, select) {
  /** @type {Snapshot | undefined} */
  let of;
  /** @type {Selected} */
  let selected;
  return () => {
    const snapshot = read();
    if (snapshot !== of) selected = select(snapshot);
    of = snapshot;
    return selected;
  };
}

/**
 * @template [Selected=Snapshot]
 * @param {(snapshot: Snapshot) => Selected} [select]
 */
export function useRealtimeStatus(select = whole) {
  const connection = useRealtimeConnection();
  const read = connection ? connection.getSnapshot : notConnected;
  const [now, onServer] = useMemo(() => [selection(read, select), selection(notConnected, select)], [read, select]);
  return useSyncExternalStore(connection ? connection.subscribe : nobody, now, onServer);
}
