// The code blocks of a README: those of a shell, and each other with the name of its file above it.
import { readFileSync } from "node:fs";

/** @returns {{ language: string, file: string | null, text: string }[]} */
export function blocks(path) {
  const found = [];
  let file = null;
  let block = null;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (block && line === "```") {
      found.push({ language: block.language, file: block.language === "sh" ? null : file, text: `${block.lines.join("\n")}\n` });
      [block, file] = [null, null];
    } else if (block) {
      block.lines.push(line);
    } else if (line.startsWith("```")) {
      block = { language: line.slice(3), lines: [] };
    } else {
      file = /^`([\w./]+\.\w+)`$/.exec(line)?.[1] ?? file;
    }
  }
  return found;
}
