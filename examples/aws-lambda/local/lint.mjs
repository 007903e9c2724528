// What a linter says of the template. Needs no package of npm.
import { join } from "node:path";
import { here, python, run } from "./process.mjs";

run(python("cfn-lint"), [join(here, "template.yaml")]);
console.log("template.yaml: cfn-lint has nothing to say");
