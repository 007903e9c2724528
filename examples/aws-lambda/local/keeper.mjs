// Ends what another process has started, once that process has ended, even if it was killed: each line of stdin
// is what is kept from now on, or no longer, and stdin ends with whoever writes it.
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

const pids = new Set();
const folders = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const { started, ended, folder } = JSON.parse(line);
  if (started) pids.add(started);
  if (ended) pids.delete(ended);
  if (folder) folders.add(folder);
}
for (const pid of pids) {
  try {
    process.kill(pid);
  } catch {
    // It has ended by itself.
  }
}
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
