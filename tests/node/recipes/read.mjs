// The files of docs/recipes.md: a line with a path in backquotes, and the block below it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../../docs/recipes.md"), "utf8");

/** How many lines the room of a goal may take. */
const ROOM_LINES = 15;

/** Where the recipes connect to; the mock server of a test is somewhere else. */
export const URL_OF_MOCK = "ws://localhost:5055";

/** The files of a section, by path. */
function files(section) {
  const [, text] = page.split(`\n## ${section}\n`);
  if (text === undefined) throw new Error(`docs/recipes.md has no section "${section}"`);
  const blocks = text.split("\n## ")[0].matchAll(/^`([^`\n]+)`\n\n```\w+\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, path, code]) => [path, code]));
}

function room() {
  const code = files("The room of a goal").get("GoalRoom.tsx");
  const lines = code.trimEnd().split("\n").length;
  if (lines > ROOM_LINES) throw new Error(`docs/recipes.md: GoalRoom.tsx takes ${lines} lines, ${ROOM_LINES} are allowed`);
  return code;
}

/** Writes the files of a section into a folder, and the room of a goal where it is wanted. */
export function write(section, folder, roomPath) {
  const all = files(section);
  if (all.size === 0) throw new Error(`docs/recipes.md: "${section}" holds no file`);
  if (roomPath) all.set(roomPath, room());
  for (const [path, code] of all) {
    rmSync(join(folder, path), { force: true });
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
}
