import type { ReactElement } from "react";
import type { RealtimeConnection } from "../connection/shell.js";
import type { RealtimeProviderProps } from "./options.js";

/**
 * Says which connection the hooks below are about. It makes none, and neither starts nor stops the one
 * that it is given. Without a provider the hooks are those of no connection: disconnected, and silent.
 */
export declare function RealtimeProvider(props: RealtimeProviderProps): ReactElement;

/** The connection, or null; does not render again when its status changes. */
export declare function useRealtimeConnection(): RealtimeConnection | null;
