// Compiles the TypeScript in the documents, each block as a module that lies in a folder of its own
// beside src/hooks. A block may import what another block of the document exports by the file name
// that is that export's.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const application = join(dirname(fileURLToPath(import.meta.url)), "..");
const root = join(application, "../..");
const documents = [
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
  "examples/react-app/README.md",
];

const folder = join(application, "src/documents");
const sources = new Map();
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
try {
  for (const document of documents) {
    const markdown = readFileSync(join(root, document), "utf8");
    for (const { 1: language, 2: code, index } of markdown.matchAll(/^```(tsx?)\n([^]*?)^```$/gm)) {
      const line = markdown.slice(0, index).split("\n").length + 1;
      const [, name = `line${line}`] = /export (?:function|class|const) (\w+)/.exec(code) ?? [];
      const file = `${name}.${language}`;
      assert.ok(!sources.has(file), `${document}:${line}: two blocks export ${name} first`);
      sources.set(file, { document, line });
      writeFileSync(join(folder, file), code);
    }
  }
  assert.ok(sources.size > 5, "the documents hold next to no TypeScript: has the pattern changed?");
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.json", compilerOptions: { types: ["vite/client", "node", "vitest/globals"] }, include: ["."] }));
  const tsc = join(application, "node_modules/typescript/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  for (const failure of stdout.split("\n").filter(Boolean)) {
    const [, file, line, rest] = /^(\S+?)\((\d+),\d+\): (.*)$/.exec(failure) ?? [];
    const source = sources.get(file);
    console.error(source ? `${source.document}:${source.line + Number(line) - 1}: ${rest}` : failure);
  }
  assert.equal(status, 0, "the documents do not compile");
  console.log(`${sources.size} blocks of TypeScript in ${documents.length} documents compile`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
