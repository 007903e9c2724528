// Generators of models take the schemas as they are: quicktype both bundles, in several languages, and
// Modelina the AsyncAPI document, a model for each event, none of them a numbered copy of another.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CSharpGenerator, PythonGenerator, TypeScriptGenerator } from "@asyncapi/modelina";
import { InputData, JSONSchemaInput, quicktype } from "quicktype-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const read = (path) => readFileSync(join(root, path), "utf8");
const meta = JSON.parse(read("schema/meta.json"));

let failures = 0;
const fail = (text) => {
  failures += 1;
  console.error(text);
};

// The schemas are complete in themselves: nothing is fetched.
const store = { get: (address) => Promise.reject(new Error(`${address} would be fetched`)) };
const keys = new Set(meta.events.flatMap((event) => event.keys.map(({ key }) => key)));
if (keys.size < 50) fail(`schema/meta.json lists ${keys.size} keys`);
for (const bundle of ["schema/protocol.schema.json", "schema/protocol.strict.schema.json"]) {
  for (const lang of ["typescript", "csharp", "python", "java", "go", "kotlin", "swift"]) {
    try {
      const input = new JSONSchemaInput(store);
      await input.addSource({ name: "Frame", schema: read(bundle) });
      const inputData = new InputData();
      inputData.addInput(input);
      const { lines } = await quicktype({ inputData, lang });
      const code = lines.join("\n");
      const missing = [...keys].filter((key) => !code.includes(key));
      if (missing.length > 0) fail(`quicktype → ${lang}, ${bundle}: nothing for ${missing.join(", ")}`);
      console.log(`quicktype → ${lang}, ${bundle}: ${lines.length} lines, ${keys.size} keys`);
    } catch (error) {
      fail(`quicktype → ${lang}, ${bundle}: ${error.message}`);
    }
  }
}

const document = JSON.parse(read("schema/asyncapi.json"));
const wanted = [
  ...meta.events.flatMap(({ name, keys }) => [`${name}Message`, ...(keys.length > 0 ? [name] : [])]),
  ...meta.commands.map(({ name }) => name),
  "GatewayFault",
];
for (const [language, generator] of [
  ["TypeScript", new TypeScriptGenerator({ modelType: "interface" })],
  ["C#", new CSharpGenerator()],
  ["Python", new PythonGenerator()],
]) {
  const models = await generator.generate(structuredClone(document));
  const names = models.map(({ modelName }) => modelName);
  const missing = wanted.filter((name) => !names.includes(name));
  const copies = names.filter((name) => /\d$/.test(name));
  if (missing.length > 0) fail(`Modelina → ${language}: no model ${missing.join(", ")}`);
  if (copies.length > 0) fail(`Modelina → ${language}: copies ${copies.join(", ")}`);
  for (const { modelName, result } of models) {
    if (wanted.includes(modelName) && result.trim() === "") fail(`Modelina → ${language}: ${modelName} is empty`);
  }
  console.log(`Modelina → ${language}: ${models.length} models, one for each of ${wanted.length}, ${copies.length} copies`);
}
process.exitCode = failures === 0 ? 0 : 1;
