// Proves the whole chain: fields that are renamed in a copy of the crate, and generated anew, make this
// application fail to compile at each use, and nowhere else.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Fields whose names stand for nothing else in this application: in Rust, on the wire, and anew. */
const FIELDS = [
  ["final_notes", "finalNotes", "closing_words", "closingWords"],
  ["on_time", "onTime", "in_time", "inTime"],
  ["new_priority", "newPriority", "priority_now", "priorityNow"],
  ["file_name", "fileName", "name_of_file", "nameOfFile"],
];

const application = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(application, "../..");

/** Whether a path is worth copying. */
const isSource = (path) => !/^(target|node_modules|dist|\.git)$/.test(basename(path));

/** Files below a folder. */
const list = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** Replaces in files; each replacement has to happen. */
function edit(files, pattern, replacement) {
  let count = 0;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const edited = text.replace(pattern, replacement);
    if (edited === text) continue;
    writeFileSync(file, edited);
    count += 1;
  }
  assert.ok(count > 0, `nothing matches ${pattern}: adapt this test`);
}

// In the target folder, so that no checkout is disturbed and the dependencies are built already.
const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
const copy = mkdtempSync(join(target, "renamed-"));
try {
  for (const name of readdirSync(root).filter(isSource)) {
    const filter = (path) => isSource(path) && path !== application;
    cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  }
  // A package and a binary of other names: what is built of the real ones stays what it is.
  edit(
    ["Cargo.toml", "Cargo.lock"].map((name) => join(copy, name)),
    'name = "purposepath-realtime"',
    'name = "renamed-realtime"',
  );
  edit(
    [join(copy, "Cargo.toml")],
    '[[bin]]\nname = "realtime"',
    '[workspace]\n\n[[bin]]\nname = "renamed"\npath = "src/bin/realtime.rs"',
  );
  for (const [field, key, newField, newKey] of FIELDS) {
    // Where it is defined, and where the crate itself uses it, and its setter; a method of that name is
    // something else.
    const uses = new RegExp(`(\\bpub |\\.|^\\s+)${field}\\b(?!\\()|\\bwith_${field}\\b`, "gm");
    edit(list(join(copy, "src")), uses, (use) => use.replace(field, newField));
    edit(list(join(copy, "tests/fixtures/events")), `"${key}"`, `"${newKey}"`);
  }
  const cargo = ["run", "--quiet", "--locked", "--all-features", "--bin", "renamed", "--", "generate"];
  process.stdout.write(
    execFileSync("cargo", cargo, { cwd: copy, encoding: "utf8", env: { ...process.env, CARGO_TARGET_DIR: target } })
      .split("\n")
      .slice(-2)
      .join("\n"),
  );

  // The application as it is, over the package as it is now.
  const consumer = join(copy, "consumer");
  cpSync(application, consumer, { recursive: true, filter: isSource });
  const modules = join(consumer, "node_modules");
  cpSync(join(copy, "bindings"), join(modules, "@purposepath/realtime"), { recursive: true });
  for (const name of readdirSync(join(application, "node_modules"))) {
    if (name !== "@purposepath") symlinkSync(join(application, "node_modules", name), join(modules, name));
  }
  const { stdout, status } = spawnSync(process.execPath, [join(modules, "typescript/bin/tsc"), "--pretty", "false"], {
    cwd: consumer,
    encoding: "utf8",
  });

  const failures = new Set(
    [...stdout.matchAll(/^(\S+?)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`),
  );
  const uses = new Set();
  for (const file of [...list(join(consumer, "src")), ...list(join(consumer, "e2e"))]) {
    readFileSync(file, "utf8")
      .split("\n")
      .forEach((line, index) => {
        // Read from an object, taken out of one, or put into one; not a variable of that name.
        const isUse = FIELDS.some(([, key]) => new RegExp(`(\\.|(?<!\\$)[{,]\\s*|^\\s*)${key}\\b`).test(line));
        if (isUse) uses.add(`${relative(consumer, file)}:${index + 1}`);
      });
  }
  assert.ok(uses.size > FIELDS.length, "the application uses too few of these fields: adapt this test");
  assert.notEqual(status, 0, "the application compiles without the fields that it uses");
  assert.deepEqual([...failures].sort(), [...uses].sort(), stdout);
  console.log(`${FIELDS.length} fields renamed in Rust: tsc refuses each of the ${uses.size} uses, and nothing else`);
  for (const use of [...uses].sort()) console.log(`  ${use}`);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
