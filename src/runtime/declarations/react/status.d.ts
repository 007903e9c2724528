import type { ConnectionSnapshot } from "../connection/contract.js";

/** What a screen shows of the connection; renders again whenever that differs. */
export declare function useRealtimeStatus(): ConnectionSnapshot;
/**
 * A part of it; renders again when another value is selected, by `Object.is`. The selector may be a new
 * function each time. On a server, and while a page is hydrated, it is that of no connection.
 */
export declare function useRealtimeStatus<Selected>(select: (snapshot: ConnectionSnapshot) => Selected): Selected;
