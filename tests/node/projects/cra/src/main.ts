import { EVENT_TYPES } from "@purposepath/realtime";
import { headline } from "./frame";

console.log(`${EVENT_TYPES.length} ${headline({ type: "ping" })}`);
