import type { RealtimeResyncHandler } from "./options.js";

/**
 * Fetches whenever the connection is there anew: nothing is replayed. While a promise of it is open,
 * live events wait, unless its signal is aborted, as at the next connection, or when the component is
 * gone: then nobody waits for it, and how it ends is not reported. The handler may be a new function each
 * time. One that is mounted while connected is called once, with the cause `added`.
 */
export declare function useRealtimeResync(handler: RealtimeResyncHandler): void;
