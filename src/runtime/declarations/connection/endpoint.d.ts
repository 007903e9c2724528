import type { AtStage, AtUrl } from "./options.js";

/** Where to connect. Throws for a stage that there is not, and for a URL to which no token may go. */
export declare function endpoint(options: AtStage | AtUrl): string;
