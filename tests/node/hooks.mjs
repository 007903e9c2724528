// The hooks of the package, under the React of a project: hooks/*.test.mjs run beside its packages. Then
// once more over a package that somebody broke: the tests have to notice.
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const source = join(dirname(fileURLToPath(import.meta.url)), "hooks");

/** What to break, in which module, and the test that notices. */
const broken = [
  ["latest", "useInsertionEffect(() => {\n    latest", "useEffect(() => {\n    latest", "an event before passive effects reaches the handler of the props that are shown"],
  ["latest", "useInsertionEffect(() => {\n    latest.current = value;\n  });", "latest.current = value;", "a render that is given up leaves the handler alone"],
  ["event", "useInsertionEffect", "useEffect", "a component that is gone hears nothing more, before its passive effects are cleaned up"],
  ["event", "useInsertionEffect", "useLayoutEffect", "behind the fallback of a Suspense nothing is missed"],
  ["latest", "isLaidOut.current || isAlive.current", "isAlive.current", "an event before passive effects reaches the handler of the props that are shown"],
  ["latest", "isLaidOut.current || isAlive.current", "isLaidOut.current", "behind the fallback of a Suspense nothing is missed"],
  ["latest", "isLaidOut.current || isAlive.current", "true", "what an Activity hides hears nothing until it is shown, as all its effects wait", 19],
  ["status", "if (snapshot !== of) selected", "selected", "a selector renders when what it selects differs, and may be new and select new objects"],
];

/** Runs the tests in a project that has the package, React and jsdom; throws for what fails. */
export function hooks(project) {
  const folder = join(project, "node_modules/.hooks");
  rmSync(folder, { recursive: true, force: true });
  cpSync(source, folder, { recursive: true });
  const run = (of) => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs") && of(name)).map((name) => join(folder, name));
    const { status, stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...files], { cwd: project, encoding: "utf8", timeout: 120_000 });
    return { status, stdout, failed: [...stdout.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(([, name]) => name) };
  };
  const { version } = createRequire(join(project, "package.json"))("react/package.json");
  const { status, stdout } = run(() => true);
  if (status !== 0) throw new Error(`React ${version}:\n${stdout}`);
  const [, passed] = /^# pass (\d+)$/m.exec(stdout);
  const [, figure] = /^# (.*renders.*)$/m.exec(stdout);
  const noticed = broken.filter(([, , , , since = 18]) => Number.parseInt(version, 10) >= since).map(([name, from, to, test]) => {
    const path = join(project, `node_modules/@purposepath/realtime/esm/react/${name}.js`);
    const text = readFileSync(path, "utf8");
    // A hook that the module does not import yet.
    const imported = text.replace(/^import \{ (.*) \} from "react";$/m, (line, names) => {
      const more = /^use\w+/.exec(to)?.[0];
      return more && !names.split(", ").includes(more) ? `import { ${names}, ${more} } from "react";` : line;
    });
    const start = imported.lastIndexOf(from);
    if (start < 0) throw new Error(`${name}.js does not say \`${from}\`: adapt tests/node/hooks.mjs`);
    writeFileSync(path, imported.slice(0, start) + to + imported.slice(start + from.length));
    const { failed } = run((file) => file === "commit.test.mjs" || file === "hooks.test.mjs");
    writeFileSync(path, text);
    if (!failed.includes(test)) throw new Error(`React ${version}: ${name}.js with \`${to}\`: not noticed by "${test}", but by ${JSON.stringify(failed)}`);
    return test;
  });
  console.log(`React ${version}: ${passed} tests of the hooks; ${noticed.length} ways to break them are noticed; ${figure}`);
}
