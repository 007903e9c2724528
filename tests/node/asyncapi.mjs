// AsyncAPI's own parser finds nothing wrong with the document.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Parser } from "@asyncapi/parser";

const path = "schema/asyncapi.json";
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const text = readFileSync(join(root, path), "utf8");

// Diagnostics that may stay, each with its reason: { code, reason }.
const allowed = [];
const severities = ["error", "warning", "information", "hint"];

const { document, diagnostics } = await new Parser().parse(text, { source: path });
let failures = 0;
const met = new Set();
for (const { severity, code, message, path: at } of diagnostics) {
  const known = allowed.find((it) => it.code === code);
  if (known) met.add(known);
  const bad = severity <= 1 && !known;
  if (bad) failures += 1;
  console[bad ? "error" : "log"](`${path}: ${severities[severity]}: ${code} at ${at.join(".")}: ${message}`);
}
for (const it of allowed.filter((it) => !met.has(it))) {
  failures += 1;
  console.error(`${path}: ${it.code} is allowed but no longer met: take it off the list`);
}

if (document) {
  const messages = document.allMessages().all();
  const sent = document.operations().filterBySend();
  const received = document.operations().filterByReceive();
  const carried = new Set([...sent, ...received].flatMap((it) => it.messages().all().map((it) => it.id())));
  for (const message of messages.filter((it) => !carried.has(it.id()))) {
    failures += 1;
    console.error(`${path}: no operation carries ${message.id()}`);
  }
  console.log(
    `${path}: AsyncAPI ${document.version()}, ${messages.length} messages, ` +
      `${sent.length} operations send, ${received.length} receive, ${diagnostics.length} diagnostics`,
  );
  if (messages.length === 0) failures += 1;
} else {
  failures += 1;
  console.error(`${path}: the parser refuses the document`);
}
process.exitCode = failures === 0 ? 0 : 1;
