// Reads a frame a line, as texts in JSON, with the decoder of the package whose entry is named, and
// says of each what the decoder makes of it.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { decode, encode } = await import(pathToFileURL(process.argv[1]));
if (typeof decode !== "function" || typeof encode !== "function") {
  throw new Error("the package exports no `decode` and `encode`");
}
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const decoded = decode(JSON.parse(line));
  const reading = { kind: decoded.kind };
  if (decoded.kind === "event") reading.canonical = JSON.parse(encode(decoded.message));
  if (decoded.kind === "command") reading.canonical = JSON.parse(encode(decoded.command));
  if (decoded.kind === "invalid") {
    reading.path = decoded.error.path;
    reading.message = decoded.error.message;
  }
  console.log(JSON.stringify(reading));
}
