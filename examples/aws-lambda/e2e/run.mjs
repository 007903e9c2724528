// The whole backend on this machine, from outside. CONNECTIONS and TENANTS say how many there are, 500 of 100
// by default; INSTANCES how many processes the function of a route has, PUBLISHERS how many publishers there are.
import { execFileSync } from "node:child_process";
import { build, stack as start } from "../local/stack.mjs";
import { conform, tail } from "./clients.mjs";
import { crowd } from "./crowd.mjs";
import { killedBeforeTheAnswer, killedBeforeThePublisher } from "./killed.mjs";
import { killedWhole, portIsTaken } from "./left.mjs";
import { timeIsOver } from "./over.mjs";

const number = (name, otherwise) => {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} has to be a whole number from 1`);
  return value;
};
const connections = number("CONNECTIONS", 500);
const tenants = number("TENANTS", 100);
const instances = number("INSTANCES", 2);
// Each has 100 posts under way at most, and all of them one gateway, which has this machine.
const publishers = number("PUBLISHERS", 8);

// This process and the gateway have each connection open; the gateway calls functions besides.
const files = connections + 500;
const limit = execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }).trim();
if (limit !== "unlimited" && Number(limit) < files) {
  throw new Error(`${connections} connections need ${files} open files, the limit is ${limit}: raise it with ulimit -n ${files}`);
}

build();
const stack = await start({ instances, publishers, mock: ["--admission", "0"] });
try {
  await tail(stack);
  await conform(stack);
  await killedBeforeTheAnswer(stack);
  await killedBeforeThePublisher(stack);
  await timeIsOver(stack);
  await portIsTaken(stack);
  await killedWhole();
  await crowd(stack, { connections, tenants, publishers });
  console.log("e2e: all is well");
} catch (error) {
  console.error(`the gateway said last:\n${stack.log()}`);
  throw error;
} finally {
  await stack.stop();
}
