// The template: what a linter says of it, and the table that it describes, for dynalite.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { here, python, run } from "./process.mjs";

const FILE = join(here, "template.yaml");

/** What `CreateTable` takes. */
export function table(name) {
  const text = readFileSync(FILE, "utf8");
  const { Connections } = parse(text, { logLevel: "error" }).Resources;
  // What deletes rows by their time, `CreateTable` does not know.
  const { TimeToLiveSpecification, ...properties } = Connections.Properties;
  if (!TimeToLiveSpecification?.Enabled) throw new Error("template.yaml: the rows of Connections have no time to live");
  return { TableName: name, ...properties };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  run(python("cfn-lint"), [FILE]);
  console.log("template.yaml: cfn-lint has nothing to say");
}
