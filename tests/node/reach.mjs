// The command without Rust: the packages of packaging/npm, published to a registry of their own, are
// installed with scripts disabled by npm, pnpm and Yarn's Plug'n'Play, one line each. Then `realtime` runs as
// its user runs it, in time, with signals and exit codes; every block of the package's README runs, the tests
// in Vitest, Jest 27 and Playwright; and what is missing is said in a sentence.
//
// The binary is that of the tests, without its symbols. testing.mjs has installed Vitest and Jest.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "./chromium.mjs";
import { blocks } from "./reach/blocks.mjs";
import { base, endAll, firstLine, gone, median, realtime, run, start, step, took } from "./reach/programs.mjs";
import { publish } from "./reach/publish.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const require = createRequire(import.meta.url);
const built = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/examples/realtime");
if (!existsSync(built)) throw new Error("the command is missing: cargo build --all-features --example realtime");
const runners = { vitest: "testing-vitest/node_modules/vitest/vitest.mjs", jest: "testing-jest27/node_modules/jest/bin/jest.js" };
for (const runner of Object.values(runners)) {
  if (!existsSync(join(here, "projects", runner))) throw new Error(`${runner} is missing: npm --prefix tests/node run testing`);
}
const readme = join(root, "packaging/npm/realtime-cli/README.md");
const platforms = JSON.parse(readFileSync(join(root, "packaging/platforms.json"), "utf8"));
const platform = `${process.platform} ${process.arch}`;
const own = platforms.find(({ os, cpu }) => `${os} ${cpu}` === platform);
if (!own) throw new Error(`no package is for ${platform}: see src/codegen/platforms.rs`);

const folder = realpathSync(mkdtempSync(join(tmpdir(), "realtime-reach-")));
const MOCK = ["mock", "--port", "0", "--format", "json"];
const project = join(folder, "npm");
const command = join(project, "node_modules/.bin/realtime");
const installed = join(project, "node_modules", own.package);

try {
  const env = { ...base };
  await step("packed and published", async () => {
    mkdirSync(project);
    const { environment, count } = await publish(folder, own, built);
    Object.assign(env, environment);
    return `${count} packages`;
  });

  const found = blocks(readme);
  const shell = found.filter(({ language }) => language === "sh").flatMap(({ text }) => text.trim().split("\n"));
  const [INSTALL, ...COMMANDS] = shell;
  assert.equal(INSTALL, "npm install --save-dev @purposepath/realtime-cli", "the README begins with the line that installs");
  const manifest = JSON.stringify({ name: "purposepath-realtime-consumer-reach", private: true, type: "module" });

  await step("npm", async () => {
    writeFileSync(join(project, "package.json"), manifest);
    await run("sh", ["-c", INSTALL], { cwd: project, env });
    const { stdout } = await run(command, ["--version"], { env });
    assert.ok(stdout.startsWith("realtime "), stdout);
    const names = Object.keys(JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")).packages);
    assert.ok(names.includes(`node_modules/${own.package}`), names.join(", "));
    for (const { package: name } of platforms) assert.equal(existsSync(join(project, "node_modules", name)), name === own.package, name);
    return INSTALL;
  });

  /** What the other package managers are given, and what runs there. */
  const uses = `import { startMock } from "@purposepath/realtime-cli";\nconst mock = await startMock();\nconst { receivers } = await mock.emit({ type: "goal.created" });\nawait mock.stop();\nconsole.log(receivers);\n`;
  const managers = [
    ["pnpm", "pnpm/bin/pnpm.cjs", ["add", "--save-dev", "@purposepath/realtime-cli"], ["exec"]],
    ["Yarn", "@yarnpkg/cli-dist/bin/yarn.js", ["add", "--dev", "@purposepath/realtime-cli"], []],
  ];
  for (const [name, program, install, exec] of managers) {
    await step(name, async () => {
      const cwd = join(folder, name);
      mkdirSync(cwd);
      writeFileSync(join(cwd, "package.json"), manifest);
      writeFileSync(join(cwd, "uses.mjs"), uses);
      if (name === "Yarn") writeFileSync(join(cwd, "yarn.lock"), "");
      const call = (...args) => run(process.execPath, [join(here, "node_modules", program), ...args], { cwd, env });
      await call(...install);
      assert.match((await call(...exec, "realtime", "--version")).stdout, /^realtime /);
      assert.equal((await call(...exec, "node", "uses.mjs")).stdout, "0\n");
      assert.equal(existsSync(join(cwd, ".pnp.cjs")), name === "Yarn");
      return `${name.toLowerCase()} ${install.join(" ")}`;
    });
  }

  await step("the README's commands", async () => {
    for (const line of COMMANDS) {
      if (line === "npx realtime mock") continue;
      await run("sh", ["-ec", line], { cwd: project, env });
    }
    assert.ok(COMMANDS.includes("npx realtime mock"), "the README starts the mock server");
    // Ctrl-C in a terminal reaches npx and whatever it starts.
    const { child, line, ended } = start("sh", ["-c", "exec npx realtime mock --port 0"], { cwd: project, env, detached: true });
    assert.match(await line(), /^mock server +ws:/);
    process.kill(-child.pid, "SIGINT");
    await ended;
    return `${COMMANDS.length} lines`;
  });

  await step("the first line", async () => {
    const [direct, launched, bare] = [[], [], []];
    const binary = join(installed, own.binary);
    for (let turn = 0; turn < 9; turn += 1) {
      direct.push(await firstLine(binary, MOCK));
      launched.push(await firstLine(command, MOCK, { env }));
      bare.push(await firstLine(process.execPath, ["-e", "console.log(0)"]));
    }
    const [all, added, node] = [median(launched), median(launched) - median(direct), median(bare)];
    // Where Node.js itself takes longer to start than on a machine that is idle, so may the launcher.
    const slow = Math.max(1, node / 40);
    const figures = `after ${Math.round(all)} ms, of which the launcher adds ${Math.round(added)} ms and Node.js alone takes ${Math.round(node)} ms`;
    assert.ok(all <= 300 * slow && added <= 80 * slow, `${figures}: 300 ms and 80 ms are the most`);
    return figures;
  });

  await step("exit codes and signals", async () => {
    for (const [args, expected] of [[["--version"], 0], [["validate", "nowhere.ndjson"], 2], [["mok"], 2]]) {
      const direct = await realtime(join(installed, own.binary), args, { cwd: folder });
      const launched = await realtime(command, args, { cwd: folder, env });
      assert.deepEqual(launched, direct);
      assert.equal(launched.code, expected, args.join(" "));
    }
    const { child: invalid, ended: refused } = start(command, ["validate"], { env });
    invalid.stdin.end('{"type":"goal.created"}\n');
    invalid.stdout.resume();
    assert.equal(await refused, 1, "stdin is passed on");
    // Those that the mock server hears end it well; what kills it kills the launcher the same way.
    for (const [signal, expected] of [["SIGINT", 0], ["SIGTERM", 0], ["SIGHUP", "SIGHUP"], ["SIGQUIT", "SIGQUIT"]]) {
      const { child, line, ended } = start(command, MOCK, { env });
      const { pid, control } = JSON.parse(await line());
      assert.notEqual(pid, child.pid);
      child.kill(signal);
      assert.equal(await ended, expected, signal);
      await gone(control);
    }
    const { child, line, ended } = start(command, MOCK, { env });
    process.kill(JSON.parse(await line()).pid, "SIGKILL");
    assert.equal(await ended, "SIGKILL");
    assert.equal(child.signalCode, "SIGKILL");
    // A launcher that is killed passes nothing on, and the mock server ends all the same.
    const { child: killed, line: first, ended: end } = start(command, MOCK, { env });
    const { control } = JSON.parse(await first());
    killed.kill("SIGKILL");
    await end;
    assert.equal(killed.signalCode, "SIGKILL");
    await gone(control);
  });

  const { test: inVitest, spec: inPlaywright, jest: inJest } = Object.fromEntries(
    found.filter(({ file }) => file).map((block) => [block.file.endsWith(".test.js") ? "jest" : /\.(test|spec)\.ts$/.exec(block.file)[1], block]),
  );
  assert.equal(found.filter(({ language }) => language !== "sh").length, 3, "the README has a test for Vitest, Jest and Playwright: run the others here too");

  const write = (cwd, { file, text }, files = {}) => {
    mkdirSync(cwd, { recursive: true });
    for (const [name, content] of Object.entries({ [file]: text, ...files })) writeFileSync(join(cwd, name), content);
  };
  await run("npm", ["install", "--no-save", "@purposepath/realtime", "@purposepath/realtime-cli"], { cwd: project, env });

  await step("Vitest", async () => {
    const cwd = join(project, "vitest");
    write(cwd, inVitest, { "vitest.config.mjs": `export default { test: { environment: "jsdom" } };\n` });
    // Its own package is that of the project which has it.
    mkdirSync(join(cwd, "node_modules"));
    symlinkSync(join(here, "projects/testing-vitest/node_modules/vitest"), join(cwd, "node_modules/vitest"));
    const { stdout } = await run(process.execPath, [join(here, "projects", runners.vitest), "run", "--reporter=json"], { cwd, env });
    const { numPassedTests, numTotalTests } = JSON.parse(stdout.slice(stdout.indexOf("{")));
    assert.deepEqual([numPassedTests, numTotalTests], [1, 1], stdout);
  });

  await step("Jest 27", async () => {
    const cwd = join(project, "jest");
    write(cwd, inJest, { "package.json": "{}", "jest.config.js": `module.exports = { testEnvironment: "jsdom" };\n` });
    const { stdout } = await run(process.execPath, [join(here, "projects", runners.jest), "--ci", "--json"], { cwd, env });
    const { numPassedTests, numTotalTests } = JSON.parse(stdout);
    assert.deepEqual([numPassedTests, numTotalTests], [2, 2], stdout);
  });

  await step("Playwright", async () => {
    const cwd = join(project, "playwright");
    const page = readFileSync(join(here, "reach/page.html"));
    const application = createServer((_, response) => response.writeHead(200, { "content-type": "text/html" }).end(page));
    await new Promise((resolve) => application.listen(0, "127.0.0.1", resolve));
    const baseURL = `http://127.0.0.1:${application.address().port}`;
    const config = { use: { baseURL, launchOptions: { executablePath: chromium, args: ["--no-sandbox", "--disable-quic"] } }, workers: 1, outputDir: join(cwd, "results") };
    write(cwd, inPlaywright, { "playwright.config.mjs": `export default ${JSON.stringify(config)};\n` });
    mkdirSync(join(cwd, "node_modules/@playwright"), { recursive: true });
    symlinkSync(join(here, "node_modules/@playwright/test"), join(cwd, "node_modules/@playwright/test"));
    try {
      const { stdout } = await run(process.execPath, [join(here, "node_modules/@playwright/test/cli.js"), "test", "--reporter=json"], { cwd, env });
      const { stats } = JSON.parse(stdout);
      assert.deepEqual([stats.expected, stats.unexpected, stats.flaky, stats.skipped], [1, 0, 0, 0], stdout);
    } finally {
      application.close();
    }
  });

  await step("types", async () => {
    const cwd = join(project, "types");
    mkdirSync(join(cwd, "node_modules/@playwright"), { recursive: true });
    symlinkSync(join(here, "projects/testing-vitest/node_modules/vitest"), join(cwd, "node_modules/vitest"));
    symlinkSync(join(here, "node_modules/@playwright/test"), join(cwd, "node_modules/@playwright/test"));
    for (const { file, text } of [inVitest, inPlaywright]) writeFileSync(join(cwd, file.replace(".ts", ".mts")), text);
    for (const file of ["types.mts", "old.ts"]) cpSync(join(here, "reach", file), join(cwd, file));
    const strict = { target: "es2022", lib: ["es2022", "esnext.disposable", "dom"], strict: true, skipLibCheck: false, noEmit: true, types: [] };
    const modern = { ...strict, module: "nodenext", moduleResolution: "nodenext", exactOptionalPropertyTypes: true };
    // Vitest and Playwright declare more than a library of their own declares.
    const ofReadme = { ...modern, skipLibCheck: true, typeRoots: [join(here, "node_modules/@types")], types: ["node"] };
    const old = { ...strict, target: "es2019", lib: ["es2019"], module: "commonjs", moduleResolution: "node" };
    // The launcher itself, whose `require` is that of Node.js.
    const program = { ...ofReadme, allowJs: true, checkJs: true, noImplicitAny: false, module: "esnext", moduleResolution: "bundler" };
    const cases = [
      ["typescript", modern, ["types.mts"]],
      ["typescript", ofReadme, [inVitest, inPlaywright].map(({ file }) => file.replace(".ts", ".mts"))],
      ["typescript-4.9", old, ["old.ts"]],
      ["typescript", program, readdirSync(join(root, "src/launcher")).filter((file) => file.endsWith(".js")).map((file) => join(root, "src/launcher", file))],
    ];
    for (const [at, [compiler, compilerOptions, files]] of cases.entries()) {
      writeFileSync(join(cwd, `tsconfig.${at}.json`), JSON.stringify({ compilerOptions, files }));
      await run(process.execPath, [join(here, "node_modules", compiler, "bin/tsc"), "-p", `tsconfig.${at}.json`], { cwd });
    }
  });

  await step("docs/mock-server.md", async () => {
    const guide = join(root, "docs/mock-server.md");
    const [{ text }, ...others] = blocks(guide).filter((block) => block.text.includes("@purposepath/realtime-cli'"));
    assert.equal(others.length, 0, "docs/mock-server.md has another block with the package: run it here too");
    const [before, after] = text.split("// connect a client to mock.url\n");
    assert.ok(after, "docs/mock-server.md: the client goes where the comment says so");
    // Refused at first, as the block has it.
    const client = `import WebSocket from ${JSON.stringify(pathToFileURL(require.resolve("ws")).href)};
const connect = () => {
  const socket = new WebSocket(mock.url);
  socket.on("error", connect).on("open", () => socket.send('{"action":"auth","token":"tenant-123/user-456"}'));
};
connect();
`;
    writeFileSync(join(project, "guide.mjs"), `${before}${client}${after}console.log("stopped");\n`);
    assert.equal((await run(process.execPath, ["guide.mjs"], { cwd: project, env })).stdout, "stopped\n");
    assert.equal(blocks(guide)[0].text.split("\n")[0], INSTALL, "docs/mock-server.md begins with the line that installs");
  });

  await step("a test that is killed", async () => {
    cpSync(join(here, "reach/orphan.mjs"), join(project, "orphan.mjs"));
    const { child, line, ended } = start(process.execPath, ["orphan.mjs"], { cwd: project, env });
    const { control } = JSON.parse(await line());
    child.kill("SIGKILL");
    assert.equal(await ended, "SIGKILL");
    await gone(control);
  });

  await step("a test that is wrong", async () => {
    cpSync(join(here, "reach/wrong.mjs"), join(project, "wrong.mjs"));
    await run(process.execPath, ["wrong.mjs"], { cwd: project, env });
  });

  await step("what is missing", async () => {
    const told = async (environment) => realtime(command, ["--version"], { env: { ...env, ...environment } });
    const override = (path, why) => `error: cannot start ${path}, which REALTIME_BINARY names: ${why}: name the file of the command there, or unset it\n`;
    const [nowhere, plain] = [join(folder, "nowhere"), join(folder, "npmrc")];
    assert.deepEqual(await told({ REALTIME_BINARY: nowhere }), { code: 2, told: override(nowhere, "there is no such file") });
    const within = join(plain, "realtime");
    assert.deepEqual(await told({ REALTIME_BINARY: within }), { code: 2, told: override(within, "there is no such file") });
    assert.deepEqual(await told({ REALTIME_BINARY: plain }), { code: 2, told: override(plain, "it may not be executed") });
    assert.deepEqual(await told({ REALTIME_BINARY: command }), { code: 2, told: override(command, "it is this launcher, which would start itself for ever") });
    assert.equal((await told({ REALTIME_BINARY: built })).code, 0);
    assert.equal((await told({ REALTIME_BINARY: "" })).code, 0);

    const missing = `the package ${own.package}, which holds the binary for ${platform}, is not installed: install @purposepath/realtime-cli again on this platform, with optional dependencies (npm install --include=optional), or name a binary in REALTIME_BINARY`;
    await run("npm", ["install", "--omit=optional", "--no-save", "@purposepath/realtime-cli"], { cwd: project, env });
    assert.ok(!existsSync(installed), "npm leaves the binary out");
    assert.deepEqual(await told({}), { code: 2, told: `error: ${missing}\n` });
    const program = 'import { startMock } from "@purposepath/realtime-cli";\nawait startMock().catch(({ name, message }) => console.log(`${name}: ${message}`));\n';
    writeFileSync(join(project, "missing.mjs"), program);
    assert.equal((await run(process.execPath, ["missing.mjs"], { cwd: project, env })).stdout, `MockError: ${missing}\n`);

    // A platform for which there is none.
    writeFileSync(join(project, "elsewhere.cjs"), 'Object.defineProperty(process, "platform", { value: "freebsd" });\n');
    const elsewhere = await told({ NODE_OPTIONS: `--require=${join(project, "elsewhere.cjs")}` });
    const platformsOf = platforms.map(({ os, cpu }) => `${os} ${cpu}`).toSorted().join(", ");
    const build = "build it with `cargo install --git https://github.com/purposepath/realtime --features cli purposepath-realtime`, and name the file in REALTIME_BINARY";
    assert.deepEqual(elsewhere, { code: 2, told: `error: no binary is built for freebsd ${process.arch}, only for ${platformsOf}: ${build}\n` });
    return missing;
  });
} finally {
  endAll();
  rmSync(folder, { recursive: true, force: true });
}
const total = took.reduce((sum, [, seconds]) => sum + seconds, 0);
console.log(`reach: ${Math.round(total)} s: ${took.map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`).join(", ")}`);
