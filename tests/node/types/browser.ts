// Where the compiler knows a browser, the signal of a Resync is that of `fetch`.
import { RealtimeConnection } from "@purposepath/realtime/connection";

const connection = new RealtimeConnection({ stage: "dev", getToken: () => null });
connection.onResync((_, signal) => fetch("/goals", { signal }));
