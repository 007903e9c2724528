// The plug in Python passes every vector of the backend, the codec and the fan-out, and a fault in it is found:
// each of a few of its rules is broken in turn, and a vector of the requirement that says so has to fail. Needs
// Python 3.9 or later, without a package.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const realtime = join(target, "debug/examples/realtime");
const plug = join(root, "tests/conformance/plug.py");

/** A rule of the plug, what breaks it, and the requirement that a vector has to name. */
const BREAKAGES = [
  ['LIMITS["maxFrameBytes"]', '131073', "read.size"],
  ['LIMITS["maxDepth"]', '65', "read.depth"],
  ['json.dumps(value, ensure_ascii=False).encode("utf-8")', "pass", "read.json"],
  ['if hours > 23 or minutes > 59 or', "if", "read.times"],
  ["return text[:10]", "return text", "read.dates"],
  ["(0, 2**53 - 1) if is_whole", "(0, 2**53) if is_whole", "read.numbers"],
  ['reads in ("id", "token", "enumeration") and value == ""', "False", "read.empty-texts"],
  ["names[spelling] = names[snake(spelling)] = row, spelling", "names[spelling] = row, spelling", "read.aliases"],
  ["if others and (spelling in others or not", "if others and (not", "read.repeated-keys"],
  ['{key, *row.get("twins", [])}', "{key}", "read.twins"],
  ['self.unknown.append({"path": path, "value": value})', "pass", "read.unknown-values"],
  ["self.ignored.append(at)", "pass", "read.unknown-keys"],
  ['if row["tenant"] and len(tenants) > 1:', "if False:", "read.tenants"],
  ["name.endswith(suffix) and name != suffix", "name.endswith(suffix)", "read.area-errors"],
  ['if "eventType" in has:', "if False:", "read.neighbours"],
  ['return "unknown", {"text": text}\n\n        def', 'return "unknown", {"text": text.strip()}\n\n        def', "read.unknown-types"],
  ['{"do": "remember", "until": written(until)}', '{"do": "forget"}', "backend.connect"],
  ['min(timedelta(milliseconds=self.terms["authWithinMs"]), self.LASTS)', 'timedelta(milliseconds=self.terms["authWithinMs"])', "backend.connect"],
  ['self.terms["readsQuery"] and token', "token", "backend.connect"],
  ['.get("tenant")', ".get('none')", "backend.query"],
  ["200 if good else 401", "200", "backend.query"],
  ['happened["code"] = code', "pass", "backend.gone"],
  ["[self.row(good), self.tell(\"auth.success\", **ids)]", "[self.tell(\"auth.success\", **ids), self.row(good)]", "backend.auth"],
  ['.get(it.context["routeKey"], it.frame)()', '.get(it.context["routeKey"], it.frame if it.context["routeKey"] == "$default" else it.disconnect)()', "backend.auth"],
  ['[{"do": "forget"}, self.tell("auth.error", code=code), {"do": "close"}]', '[self.tell("auth.error", code=code), {"do": "close"}]', "backend.refusal"],
  ['elif kind == "auth":', "elif False:", "backend.refusal"],
  ['opened = moment(self.now) if opened is None else', "opened = moment(self.now) if True else", "backend.until"],
  ["min(opened + self.LASTS, ", "max(opened + self.LASTS, ", "backend.until"],
  ['kind == "ping" and self.terms["answersPing"]', 'self.terms["answersPing"]', "backend.ping"],
  ['None if self.event["isBase64Encoded"] else self', "self", "backend.unroutable"],
  ['moment(now) < moment(row["until"])', 'moment(now) <= moment(row["until"])', "backend.due"],
  ['{"receives": "tenantId" in row}', '{"receives": True}', "backend.due"],
  ['[{"do": "close"}, {"do": "forget"}]', '[{"do": "forget"}, {"do": "close"}]', "backend.due"],
  ['"denied": [401, 403]', '"denied": [401]', "fanout.outcomes"],
  ['"failed": [408, *range(500, 600)]', '"failed": [408, 500, 503]', "fanout.outcomes"],
  ["before.get(name, 0) + 1 >= policy", "sum(before.values()) + 1 >= policy", "fanout.retries"],
  ['"stop" if name == "denied" else "drop"', '"drop"', "fanout.retries"],
  ["least + max(1, ", "max(least, ", "fanout.retry-after"],
  ['policy["backoffMostMs"], room)', 'policy["backoffMostMs"])', "fanout.budget"],
];

function python() {
  try {
    execFileSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]);
  } catch {
    throw new Error("Python 3.9 or later is needed: apt-get install python3");
  }
}

/** How it ended, and the outcome of each vector. */
function examine(program) {
  const { error, status, stdout, stderr } = spawnSync(
    realtime,
    ["vectors", "--kind", "backend,codec,fanout", "--format", "json", "--exec", `python3 '${program}'`],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (error) throw new Error(`${realtime} cannot be started (${error.code}): cargo build --all-features --example realtime`);
  return { status, told: stderr.trim(), outcomes: stdout.trim().split("\n").map((line) => JSON.parse(line)) };
}

python();
const right = examine(plug);
console.log(`plug.py: ${right.told}`);
let failures = right.status === 0 && right.outcomes.every(({ outcome }) => outcome === "passed") ? 0 : 1;

// Where the plug finds schema/meta.json: two folders up.
const folder = join(root, "target/consumers/vectors");
mkdirSync(join(folder, "tests/conformance"), { recursive: true });
mkdirSync(join(folder, "schema"), { recursive: true });
writeFileSync(join(folder, "schema/meta.json"), readFileSync(join(root, "schema/meta.json")));
const text = readFileSync(plug, "utf8");
for (const [rule, broken, requirement] of BREAKAGES) {
  if (!text.includes(rule)) throw new Error(`plug.py has no ${JSON.stringify(rule)} any more: correct the table in tests/node/vectors.mjs`);
  const program = join(folder, "tests/conformance/plug.py");
  writeFileSync(program, text.replace(rule, () => broken));
  const { status, outcomes } = examine(program);
  const failed = outcomes.filter(({ outcome }) => outcome === "failed");
  if (status === 1 && failed.some((it) => it.requirement === requirement)) continue;
  failures += 1;
  console.error(`${rule} broken: no vector of ${requirement} fails, but ${failed.map(({ id }) => id).join(", ") || "none at all"}`);
}
console.log(`plug.py: ${BREAKAGES.length} rules broken in turn, ${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
