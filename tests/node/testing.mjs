// The tests that an application writes with `@purposepath/realtime/testing`, in the runners and the
// versions of React that it may have: Vitest, Jest 27 with TypeScript 4.9, and Jest 30. Each project
// installs the packed tarball as a stranger would; package.mjs makes it.
//
// What runs are the files of testing/ and the TypeScript of the documents, as it is written there: each
// block is a module in documents/, named after its first export, which others import by that name; one
// that has a test and no export is a test. A block that imports a file of the example is compiled there.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tarball = join(here, "../../target/consumers/realtime.tgz");
if (!existsSync(tarball)) throw new Error("the tarball is missing: npm --prefix tests/node run package");

/** The blocks of a document that can run outside the example: name of the file, and text. */
function blocks(document) {
  const markdown = readFileSync(join(here, "../..", document), "utf8");
  const found = [];
  let section = "";
  for (const [, heading, language, code] of markdown.matchAll(/^## (.+)$|^```(tsx?)\n([^]*?)^```$/gm)) {
    if (heading) section = heading;
    else if (!/ from "\.\.\//.test(code)) {
      const [, name] = /export (?:function|class|const) (\w+)/.exec(code) ?? [];
      const isTest = /^test\(/m.test(code);
      if (!name && !isTest) throw new Error(`${document}: a block of "${section}" exports nothing and tests nothing:\n${code}`);
      found.push({ file: `${name ?? `test${found.length}.test`}.${language}`, code, isTest, section });
    } else if (section === "Patterns") throw new Error(`${document}: a pattern imports the example, so nobody can run it:\n${code}`);
  }
  return found;
}

const documents = ["docs/implementation-guide.md", "src/codegen/package/README.md"].map((document) => [document, blocks(document)]);
for (const [document, found] of documents) {
  if (!found.some(({ isTest }) => isTest)) throw new Error(`${document} has no test to run: has the pattern changed?`);
}
const all = documents.flatMap(([, found]) => found);

/** A test that imports each block, so that none is compiled only. */
const modules = all.filter(({ isTest }) => !isTest).map(({ file }) => file.replace(/\.tsx?$/, ""));
const every = [
  ...modules.map((name, at) => `import * as block${at} from "./documents/${name}";`),
  'test("every block of the documents is a module that runs", () => {',
  `  for (const block of [${modules.map((_, at) => `block${at}`).join(", ")}]) expect(Object.keys(block).length).toBeGreaterThan(0);`,
  "});\n",
].join("\n");

/** Tests that the runners must find: those of testing/, and each of the documents. */
const files = ["fake.test.tsx", "patterns.test.tsx"];
const counted = [...files.map((file) => readFileSync(join(here, "testing", file), "utf8")), every, ...all.map(({ code }) => code)];
// One stands in a loop of two.
const expected = counted.reduce((sum, code) => sum + (code.match(/^ *test\(/gm) ?? []).length, 0) + 1;

const projects = [
  ["testing-vitest", ["vitest/vitest.mjs", "run", "--reporter=json"]],
  ["testing-jest27", ["jest/bin/jest.js", "--ci", "--json"]],
  ["testing-jest30", ["jest/bin/jest.js", "--ci", "--json"]],
];
const folderOf = (name) => join(here, "projects", name);
const reactOf = (name) => JSON.parse(readFileSync(join(folderOf(name), "node_modules/react/package.json"), "utf8")).version;

for (const [name] of projects) {
  const cwd = folderOf(name);
  execFileSync("npm", ["ci", "--prefer-offline"], { cwd, stdio: ["ignore", "ignore", "inherit"] });
  execFileSync("npm", ["install", "--no-save", "--prefer-offline", tarball], { cwd, stdio: ["ignore", "ignore", "inherit"] });
  const src = join(cwd, "src");
  rmSync(src, { recursive: true, force: true });
  mkdirSync(join(src, "documents"), { recursive: true });
  writeFileSync(join(src, "every.test.ts"), every);
  for (const file of files) cpSync(join(here, "testing", file), join(src, file));
  for (const { file, code } of all) {
    const path = join(src, "documents", file);
    if (existsSync(path)) throw new Error(`two blocks of the documents are called ${file}: let one export another name first`);
    writeFileSync(path, code);
  }
}

/** What is installed of React. */
const REACT = ["react", "react-dom", "scheduler"];
const swap = (from, to) => {
  for (const name of REACT) {
    rmSync(join(to, name), { recursive: true, force: true });
    cpSync(join(from, name), join(to, name), { recursive: true });
  }
};
/** A copy of each project's own React, since another takes its place. */
const kept = mkdtempSync(join(here, "node_modules", ".react-"));
for (const [name] of projects) swap(join(folderOf(name), "node_modules"), join(kept, name));
const versions = Object.fromEntries(projects.map(([name]) => [name, reactOf(name)]));

let failures = 0;
for (const [name, [tool, ...options]] of projects) {
  const cwd = folderOf(name);
  const { version } = JSON.parse(readFileSync(join(cwd, "node_modules", tool.split("/")[0], "package.json"), "utf8"));
  const others = projects.map(([other]) => other).filter((other) => versions[other] !== versions[name]);
  // The other one first, so that its own is there in the end.
  for (const from of [others[0], name]) {
    swap(join(kept, from), join(cwd, "node_modules"));
    const { stdout, stderr } = spawnSync(process.execPath, [join(cwd, "node_modules", tool), ...options], { cwd, encoding: "utf8", maxBuffer: 1 << 26 });
    let results = { numPassedTests: 0, numTotalTests: 0, testResults: [] };
    try {
      results = JSON.parse(stdout.slice(stdout.indexOf("{")));
    } catch {
      console.error(stdout);
    }
    const { numPassedTests: passed, numTotalTests: total, success } = results;
    const isRight = success && passed === expected && total === expected;
    console.log(`${tool.split("/")[0]} ${version}, React ${reactOf(name)}: ${passed} of ${expected} tests pass`);
    if (isRight) continue;
    failures += 1;
    const told = results.testResults.flatMap(({ message, assertionResults }) => [message, ...assertionResults.flatMap((it) => it.failureMessages)]);
    console.error([...told, stderr].join("\n"));
  }
}
rmSync(kept, { recursive: true });
process.exitCode = failures === 0 ? 0 : 1;
