// A registry of its own: Verdaccio on a free port, which holds what is published to it and asks no other.
// Prints its address, and ends with its stdin. Its first argument is the folder for its files.
import { join } from "node:path";
import { runServer } from "verdaccio";

const [, , folder] = process.argv;
const server = await runServer({
  configPath: join(folder, "config.yaml"),
  storage: join(folder, "storage"),
  auth: { htpasswd: { file: join(folder, "htpasswd") } },
  packages: { "@purposepath/*": { access: "$all", publish: "$all" } },
  max_body_size: "200mb",
  web: { enable: false },
  log: { type: "stdout", format: "json", level: "fatal" },
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
process.stdin.on("end", () => process.exit()).resume();
