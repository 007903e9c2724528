// One trial for each subcommand of the command, by whichever door it is reached. A door is
// `{ name, start }`, where `start(args, env)` starts the command.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { crate, root } from "./facts.mjs";

const PATIENCE_MS = 60_000;
const fixture = (path) => readFileSync(join(root, "tests/fixtures", path), "utf8");
const line = (path) => `${JSON.stringify(JSON.parse(fixture(path)))}\n`;
const NO_CHECKOUT = /is no checkout of purposepath-realtime: run the command in the root of one/;

/** Runs the command to its end: what it printed, and how it ended. */
async function run(door, args, { input = "", env = {} } = {}) {
  const child = door.start(args, env);
  const deadline = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (text) => (printed[stream] += text));
  child.stdin.on("error", () => {}).end(input);
  const [status, signal] = await once(child, "close");
  clearTimeout(deadline);
  return { ...printed, status: signal ?? status };
}

/** Runs the command, which has to end with this status, and gives what it printed there. */
async function said(door, args, options, status = 0, stream = "stdout") {
  const ended = await run(door, args, options);
  assert.equal(ended.status, status, `realtime ${args.join(" ")} ended with ${ended.status}: ${ended.stderr}${ended.stdout}`);
  return ended[stream];
}

/** Starts the command for as long as `use` takes; the first of its lines is what `use` gets. */
async function during(door, args, env, use) {
  const child = door.start(args, env);
  const ended = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const deadline = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (complaints += text));
  const next = async () => (await lines.next()).value ?? assert.fail(`realtime ${args.join(" ")} ended: ${complaints}`);
  try {
    return await use(next);
  } finally {
    child.kill();
    await ended;
    clearTimeout(deadline);
  }
}

/** A mock server without traffic of its own, while `use` runs; `args` are those with which it is started. */
const mock = (door, use, args = ["mock"]) =>
  during(door, [...args, "--port", "0", "--format", "json", "--rate", "0", "--time-scale", "60"], {}, async (next) => use(JSON.parse(await next())));

async function tail(door) {
  await mock(door, ({ url, control }) =>
    during(door, ["tail", url, "--format", "json", "--time-scale", "60"], { REALTIME_TOKEN: "tenant-123/user-456" }, async (next) => {
      for (let at = await next(); !at.includes('"connected"'); ) at = await next();
      const answer = await fetch(`${control}/broadcast`, { method: "POST", body: '{"type":"goal.created"}' });
      assert.equal(answer.status, 200, await answer.text());
      let at = await next();
      while (!at.includes('"goal.created"')) at = await next();
    }),
  );
}

async function hasPage({ control }) {
  const page = await fetch(control);
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-type"), /^text\/html/);
}

/** Whether the mock server comes up with the arguments of the image, on the ports that it exposes. */
export async function tryImage(door, { command, ports }) {
  await mock(door, hasPage, command);
  const [, port] = /--port <N> .*\[default: (\d+)\]/.exec(await said(door, ["mock", "--help"]));
  assert.deepEqual(ports, [Number(port), Number(port) + 1], "packaging/Dockerfile exposes other ports than the mock server has by default");
}

/** A step that works in a checkout only, and says so elsewhere. */
const inCheckout = (name) => async (door) => assert.match(await said(door, [name], {}, 2, "stderr"), NO_CHECKOUT);

const TRIALS = {
  generate: inCheckout("generate"),
  check: inCheckout("check"),
  breaking: inCheckout("breaking"),
  changelog: inCheckout("changelog"),
  async validate(door) {
    const verdict = await said(door, ["validate"], { input: line("events/goal.created.json") });
    assert.match(verdict, /goal\.created/);
    await said(door, ["validate"], { input: '{"type":"goal.created"}\n' }, 1);
  },
  vectors: async (door) => assert.match(await said(door, ["vectors"]), /^backend\.auth\./),
  convert: async (door) => assert.equal(await said(door, ["convert"], { input: line("events/goal.created.json") }), line("events/goal.created.json")),
  async sample(door) {
    const frames = await said(door, ["sample", "--count", "100", "--seed", "7"]);
    assert.equal(frames.trim().split("\n").length, 100);
    await said(door, ["validate"], { input: frames });
  },
  tail,
  conform: (door) =>
    mock(door, async ({ url }) => {
      const report = await said(door, ["conform", url, "--tenant", "tenant-123", "--time-scale", "60"], { env: { REALTIME_TOKEN: "tenant-123/user-456" } });
      assert.match(report, / 0 failed, 0 not/);
    }),
  mock: (door) => mock(door, hasPage),
  completions: async (door) => assert.match(await said(door, ["completions", "bash"]), /complete -F /),
  help: async (door) => assert.match(await said(door, ["help", "mock"]), /^Start a server/),
};

/** The subcommands that the help lists. */
async function subcommands(door) {
  const help = await said(door, ["--help"]);
  const [, list] = /^Commands:\n((?: +.+\n)+)/m.exec(help) ?? assert.fail(`--help lists no commands:\n${help}`);
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name);
}

/** Takes every trial by a door; says which subcommand failed. */
export async function tryAll(door) {
  const began = Date.now();
  const text = await said(door, ["--version"]);
  assert.ok(text.startsWith("realtime ") && text.split(/\s/)[1] === crate.version, `--version says ${text}, Cargo.toml ${crate.version}`);
  const names = await subcommands(door);
  const gone = Object.keys(TRIALS).filter((name) => !names.includes(name));
  assert.deepEqual(gone, [], `packaging/trials.mjs tries ${gone}, which --help does not list: remove it from TRIALS`);
  for (const name of names) {
    const trial = TRIALS[name] ?? assert.fail(`packaging/trials.mjs does not try \`realtime ${name}\`: add it to TRIALS`);
    await trial(door).catch((error) => {
      throw new Error(`${door.name}: realtime ${name}: ${error.message}`, { cause: error });
    });
  }
  console.log(`${door.name}: ${names.length} subcommands tried in ${((Date.now() - began) / 1000).toFixed(1)} s: ${names.join(" ")}`);
}
