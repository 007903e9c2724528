import { encode, EVENT_TYPES } from "@purposepath/realtime";
import { fixtures } from "@purposepath/realtime/fixtures";
import { headline, line } from "./frame.js";

console.log(`${EVENT_TYPES.length} ${headline({ type: "ping" })}`);
console.log(line(encode(fixtures["goal.created"])));
console.log(line(encode(fixtures["kpi.reading.created"]).replace("kpiId", "measure_id")));
console.log(line('{"type":"goal.created"}'));
