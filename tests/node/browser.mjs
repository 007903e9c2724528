// The package needs no right to make code out of text. Its ES modules, as they are and unbundled, run
// in Chromium on a page whose policy allows scripts of its own origin and nothing else, and in Node
// with code generation switched off; in both `new Function` throws, and the verdicts on every frame
// of the vectors and fixtures are those of this process, where it does not.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium, flags, version } from "./chromium.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

const policy = "default-src 'none'; script-src 'self'";
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8" };

const list = (folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const frames = [
  ...list("tests/fixtures/codec").flatMap((path) => read(path).vectors.map(({ frame }) => frame)),
  ...["events", "commands", "gateway"].flatMap((folder) => list(`tests/fixtures/${folder}`).map((path) => readFileSync(path, "utf8"))),
  "[".repeat(60_000),
  "x".repeat(1 << 20),
];

// The site: the package, the page and the frames.
const site = mkdtempSync(join(tmpdir(), "realtime-site-"));
const profile = mkdtempSync(join(tmpdir(), "realtime-profile-"));
const served = [];
const server = createServer(({ url }, response) => {
  const path = join(site, url === "/" ? "index.html" : url);
  const found = existsSync(path) && extname(path) in types;
  served.push(url);
  response.writeHead(found ? 200 : 404, { "content-type": types[extname(path)] ?? "text/plain", "content-security-policy": policy });
  response.end(found ? readFileSync(path) : "");
});

try {
  cpSync(join(root, "bindings"), join(site, "realtime"), { recursive: true });
  cpSync(join(here, "browser/page.js"), join(site, "page.js"));
  writeFileSync(join(site, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(site, "frames.js"), `export const frames = ${JSON.stringify(frames)};\n`);
  writeFileSync(join(site, "index.html"), '<!doctype html><title>A page</title><script type="module" src="/page.js"></script>\n');

  const run = (...flags) =>
    JSON.parse(execFileSync(process.execPath, [...flags, join(site, "page.js")], { encoding: "utf8", maxBuffer: 1 << 26 }));
  const expected = run();
  assert.equal(expected.makesCode, true);
  expected.makesCode = false;
  assert.ok(expected.guard && expected.schema.value);
  const kinds = {};
  for (const { kind } of expected.verdicts) kinds[kind] = (kinds[kind] ?? 0) + 1;
  assert.deepEqual(Object.keys(kinds).sort(), ["command", "event", "gateway", "invalid", "unknown"]);
  const counts = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`).join(", ");

  const strict = "--disallow-code-generation-from-strings";
  assert.deepEqual(run(strict), expected);
  console.log(`Node ${process.versions.node} ${strict}: ${counts}`);

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const args = [...flags(profile), "--dump-dom", `http://127.0.0.1:${server.address().port}/`];
  const { stdout, stderr } = await promisify(execFile)(chromium, args, { maxBuffer: 1 << 26, timeout: 60_000 });
  const [, report] = /report:(.*?):end/.exec(stdout) ?? [];
  if (!report) throw new Error(`Chromium reported nothing; it asked for ${served.join(", ")}\n${stdout.slice(0, 2000)}\n${stderr}`);
  assert.deepEqual(JSON.parse(decodeURIComponent(report)), expected);
  const modules = served.filter((url) => url.startsWith("/realtime/")).length;
  console.log(`Chromium ${version}, ${modules} modules under ${policy}: the same`);
} finally {
  server.close();
  rmSync(site, { recursive: true });
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
