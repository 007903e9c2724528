// Holds a report in the format of lcov to its bars: 97 % of all lines, and 80 % of those of each file.
//
//   node .ci/coverage.mjs REPORT SOURCES [RENDERED]
//
// The files under SOURCES count, but those of the folders `tests` and `bin`: Rust; or JavaScript, which
// runs from RENDERED, where each module has the name that it has here.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve, sep } from "node:path";

const ALL_PERCENT = 97;
const FILE_PERCENT = 80;

const [report, sources, rendered] = process.argv.slice(2);
const extension = rendered ? ".js" : ".rs";

/** The lines of each file in the report: how many can run, and how many did. */
const measured = new Map();
for (const record of readFileSync(report, "utf8").split("end_of_record")) {
  const field = (key) => record.match(new RegExp(`^${key}:(.*)$`, "m"))?.[1];
  // Node names a file from the folder that it was started in, which is that of the sources.
  const file = resolve(sources, field("SF") ?? "");
  measured.set(file, { all: Number(field("LF") ?? 0), ran: Number(field("LH") ?? 0) });
}

const percent = ({ all, ran }) => (100 * ran) / all;
const shown = (lines) => `${percent(lines).toFixed(1)} % of ${lines.all} lines ran`;

const faults = [];
const files = [];
for (const path of readdirSync(sources, { recursive: true }).sort()) {
  const folders = path.split(sep);
  if (!path.endsWith(extension) || folders.includes("tests") || folders[0] === "bin") continue;
  const name = join(sources, path);
  const lines = measured.get(resolve(rendered ?? sources, path));
  // What holds only declarations is in no report of Rust; in Node's is whatever was loaded.
  if (lines?.all) files.push({ name, ...lines });
  else if (rendered) faults.push(`${name}: no test loads it`);
}
files.sort((a, b) => percent(a) - percent(b));

for (const file of files.filter((file) => percent(file) < FILE_PERCENT)) {
  faults.push(`${file.name}: ${shown(file)}, at least ${FILE_PERCENT} % must`);
}
const sum = (key) => files.reduce((sum, file) => sum + file[key], 0);
const total = { all: sum("all"), ran: sum("ran") };
if (files.length === 0) faults.push(`${report} says nothing of ${sources}`);
else if (percent(total) < ALL_PERCENT) faults.push(`${sources}: ${shown(total)}, at least ${ALL_PERCENT} % must`);

console.log(`${sources}: ${files.length === 0 ? "nothing" : shown(total)}, in ${files.length} files`);
for (const file of files.slice(0, 5)) console.log(`  ${file.name}: ${shown(file)}`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
