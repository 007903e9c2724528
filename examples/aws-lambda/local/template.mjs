// The table that the template describes, for dynalite.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { here } from "./process.mjs";

/** What `CreateTable` takes. */
export function table(name) {
  const text = readFileSync(join(here, "template.yaml"), "utf8");
  const { Connections } = parse(text, { logLevel: "error" }).Resources;
  // What deletes rows by their time, `CreateTable` does not know.
  const { TimeToLiveSpecification, ...properties } = Connections.Properties;
  if (!TimeToLiveSpecification?.Enabled) throw new Error("template.yaml: the rows of Connections have no time to live");
  return { TableName: name, ...properties };
}
