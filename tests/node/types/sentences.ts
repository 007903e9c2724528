// The mistakes that are made first, each in a line that ends with its name: sentences.mjs holds what a
// compiler says of it against what it should.
import { RealtimeConnection } from "@purposepath/realtime/connection";
import type { EventType, MessageOf } from "@purposepath/realtime";
import { FakeConnection } from "@purposepath/realtime/testing";

const getToken = () => "a token";
export const nowhere = new RealtimeConnection({ getToken }); // nowhere
export const elsewhere = new RealtimeConnection({ stage: "production", getToken }); // elsewhere
declare const connection: FakeConnection;
connection.on("goal.craeted", () => {}); // on
connection.emit("goal.craeted"); // emit
connection.emit({ type: "goal.created", data: { titel: "" } }); // part
export type Misspelt = MessageOf<"goal.craeted">; // Misspelt
export const misspelt: EventType = "goal.craeted"; // constant
// As the hook for an event takes it.
declare function useEvent<Type extends EventType>(type: Type | readonly Type[]): void;
useEvent("goal.craeted"); // hook
