import { EVENT_TYPES } from "@purposepath/realtime";
import { headline } from "./frame.js";

console.log(`${EVENT_TYPES.length} ${headline({ type: "ping" })}`);
