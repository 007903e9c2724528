// What the page weighs, against what its document says.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { files, root } from "./stage.mjs";

export function size() {
  const document = readFileSync(join(root, "docs/mock-server.md"), "utf8");
  const [, most] = /page is\s+(\d+) KB at most/.exec(document) ?? [];
  assert.ok(most, "docs/mock-server.md says how many KB the page has at most");
  const bytes = readdirSync(files).reduce((sum, name) => sum + gzipSync(readFileSync(join(files, name))).length, 0);
  const said = `the page is ${(bytes / 1024).toFixed(1)} KB gzipped, of ${most} at most`;
  assert.ok(bytes <= most * 1024, said);
  return said;
}
