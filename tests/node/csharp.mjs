// quicktype turns every per-event and per-command schema into C#, and C# reads the fixtures with it.
// The classes for Newtonsoft.Json are compiled by Mono, parse every fixture and write the same JSON
// back; the classes for System.Text.Json, quicktype's default, have every key of the schema and no
// syntax error, nor has the C# of docs/other-implementations.md. The C# of docs/publishing.md is compiled by
// Mono too, without the lines that it marks; its bytes are held against the strict schema, and so is the
// schema that it would check them by. Not proved: that the other classes and those lines compile (Debian has
// no .NET SDK), and that either kind of class refuses a frame that lacks a key (quicktype does not check that
// by itself).
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import addFormats from "ajv-formats";
import Ajv2020 from "ajv/dist/2020.js";
import { InputData, JSONSchemaInput, quicktype } from "quicktype-core";
import { python } from "./python.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const out = join(root, "target/consumers/csharp");
const newtonsoft = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll";
const read = (path) => readFileSync(join(root, path), "utf8");
const list = (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);

function tool(program, ...args) {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 });
  } catch (error) {
    if (error.code === "ENOENT") throw new Error(`${program} is missing: apt-get install mono-mcs libnewtonsoft-json5.0-cil`);
    throw new Error(`${program}:\n${error.stdout}${error.stderr}`);
  }
}

// The schemas are complete in themselves: nothing is fetched.
const store = { get: (address) => Promise.reject(new Error(`${address} would be fetched`)) };
async function csharp(name, schema, options) {
  const input = new JSONSchemaInput(store);
  await input.addSource({ name, schema });
  const inputData = new InputData();
  inputData.addInput(input);
  const { lines } = await quicktype({ inputData, lang: "csharp", rendererOptions: { namespace: `Realtime.${name}`, ...options } });
  return lines.join("\n");
}

let failures = 0;
const fail = (text) => {
  failures += 1;
  console.error(text);
};

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "newtonsoft"), { recursive: true });
mkdirSync(join(out, "system"), { recursive: true });
const names = new Map();
const modern = [];
for (const path of [...list("schema/events"), ...list("schema/commands")]) {
  const schema = JSON.parse(read(path));
  const name = schema.title;
  names.set(path.replace(/^schema\//, "").replace(/\.json$/, ""), name);
  writeFileSync(join(out, "newtonsoft", `${name}.cs`), await csharp(name, read(path), { framework: "NewtonSoft", "csharp-version": "6" }));
  const code = await csharp(name, read(path), { framework: "SystemTextJson" });
  modern.push(join(out, "system", `${name}.cs`));
  writeFileSync(modern.at(-1), code);
  for (const [title, definition] of Object.entries({ ...schema.$defs, [name]: schema })) {
    const keys = Object.keys(definition.properties ?? {});
    if (definition.type !== "object") continue;
    if (!code.includes(`partial class ${title}`)) fail(`${path}: no class ${title}`);
    for (const key of keys) {
      const property = key[0].toUpperCase() + key.slice(1);
      if (!new RegExp(`JsonPropertyName\\("${key}"\\)[^;]*? ${property} \\{ get; set; \\}`).test(code)) fail(`${path}: no property ${property} for ${key}`);
    }
  }
}
// The C# of the documents is read by the same parser, with all its lines.
const [guide] = [["docs/publishing.md", "Publishing"], ["docs/other-implementations.md", "Plug"]].map(([page, name]) => {
  const [, block] = /^```csharp\n(.*?)^```$/ms.exec(read(page));
  modern.push(join(out, `system/${name}.cs`));
  writeFileSync(modern.at(-1), block);
  return block;
});
python("consume.py", ...modern);

// And run without those that it marks, by which it loses its check and nothing else.
const marked = guide.split("\n").filter((line) => line.includes("// not compiled here"));
if (marked.length !== 6) fail(`docs/publishing.md marks ${marked.length} lines of C# as not compiled`);
mkdirSync(join(out, "guide"), { recursive: true });
writeFileSync(join(out, "guide/Publishing.cs"), guide.split("\n").filter((line) => !marked.includes(line)).join("\n"));
writeFileSync(
  join(out, "guide/Program.cs"),
  `using System;
static class Program
{
  static string Said(Func<object> what)
  {
    try { return what().ToString(); }
    catch (Exception error) { return "! " + error.Message; }
  }
  static void Main()
  {
    Console.OutputEncoding = new System.Text.UTF8Encoding(false);
    Func<byte[], string> text = System.Text.Encoding.UTF8.GetString;
    Console.WriteLine(Said(() => text(Publishing.Completed("tenant-123", "goal-222", "user-456"))));
    Console.WriteLine(Said(() => text(Publishing.Completed("t", "g", "u", "\\"\\\\ é 😀 \\n 2025-11-03T14:30:00Z"))));
    Console.WriteLine(Said(() => Publishing.Completed("t", "g", "u", new string('x', 131072))));
    Console.WriteLine(Said(() => Publishing.ShapeOf("goal.renamed")));
    Console.WriteLine(Said(() => Publishing.Shapes[Publishing.ShapeOf("goal.completed")]));
    Console.WriteLine(Said(() => Publishing.Shapes[Publishing.ShapeOf("billing.error")]));
  }
}
`,
);
const published = join(out, "guide/publishing.exe");
tool("mcs", "-warnaserror", "-langversion:7", `-out:${published}`, `-r:${newtonsoft}`, ...["Publishing", "Program"].map((name) => join(out, `guide/${name}.cs`)));
const said = tool("sh", "-c", `cd "$2" && MONO_PATH=${dirname(newtonsoft)} mono "$1"`, "sh", published, root).trimEnd().split("\n");
const ajv = addFormats(new Ajv2020({ allErrors: true }));
const strict = ajv.compile(JSON.parse(read("schema/protocol.strict.schema.json")));
const notes = [undefined, "\"\\ é 😀 \n 2025-11-03T14:30:00Z"];
for (const [index, note] of notes.entries()) {
  const frame = said[index].startsWith("{") ? JSON.parse(said[index]) : fail(`C#: ${said[index]}`);
  if (!frame) continue;
  if (!strict(frame)) fail(`C#: ${said[index]}: ${ajv.errorsText(strict.errors)}`);
  if (frame.data.finalNotes !== note) fail(`C#: ${said[index]}: not ${note}`);
  if (JSON.stringify(frame) !== said[index]) fail(`C#: ${said[index]} is not as compact as it could be`);
}
if (!/^! The frame has 131\d{3} bytes, the protocol allows 131072\.$/.test(said[2])) fail(`C#: ${said[2]}`);
if (said[3] !== "! No event has the type goal.renamed.") fail(`C#: ${said[3]}`);
for (const [shape, type, key, data] of [
  [said[4], "goal.completed", "completedBy", { tenantId: "t", goalId: "g", completedAt: "2025-11-03T14:30:00.000Z", completedBy: "u" }],
  [said[5], "billing.error", "code", { code: "NOT_FOUND" }],
]) {
  const check = ajv.compile(JSON.parse(shape));
  const frame = { type, timestamp: "2025-11-03T14:30:00.000Z", data };
  if (!check(frame)) fail(`C#: the schema of ${type} refuses it: ${ajv.errorsText(check.errors)}`);
  const { [key]: gone, ...rest } = data;
  check({ ...frame, data: rest });
  if (check.errors?.length !== 1 || !check.errors[0].message.includes(`'${key}'`)) fail(`C#: the schema of ${type} says ${ajv.errorsText(check.errors)}`);
}

// A program that reads "class, tab, frame" lines and writes each frame back.
const cases = [...names.values()].map(
  (name) => `      case "${name}": return Realtime.${name}.Serialize.ToJson(Realtime.${name}.${name}.FromJson(frame));`,
);
writeFileSync(
  join(out, "newtonsoft/Program.cs"),
  `using System;
static class Program
{
  static string Again(string name, string frame)
  {
    switch (name)
    {
${cases.join("\n")}
      default: throw new Exception("no class " + name);
    }
  }
  static void Main()
  {
    Console.InputEncoding = Console.OutputEncoding = new System.Text.UTF8Encoding(false);
    for (var line = Console.ReadLine(); line != null; line = Console.ReadLine())
    {
      var parts = line.Split(new[] { '\\t' }, 2);
      try { Console.WriteLine(Again(parts[0], parts[1])); }
      catch (Exception error) { Console.WriteLine("! " + error.Message.Replace("\\n", " ")); }
    }
  }
}
`,
);
const program = join(out, "newtonsoft/frames.exe");
tool("mcs", "-warnaserror", `-out:${program}`, `-r:${newtonsoft}`, ...list("target/consumers/csharp/newtonsoft").map((path) => join(root, path)));

const frames = [];
for (const [schema, name] of names) {
  const [folder, subject] = schema.split("/");
  for (const path of list(`tests/fixtures/${folder}`)) {
    if (path.split("/").pop().replace(/(--.*)?\.json$/, "") === subject) frames.push({ path, name, frame: JSON.parse(read(path)) });
  }
}
writeFileSync(join(out, "frames.tsv"), frames.map(({ name, frame }) => `${name}\t${JSON.stringify(frame)}\n`).join(""));
const written = tool("sh", "-c", `MONO_PATH=${dirname(newtonsoft)} mono "$1" < "$2"`, "sh", program, join(out, "frames.tsv")).trimEnd().split("\n");

// .NET writes a moment in its own way, and a day as the moment that it begins.
const moment = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|\+00:00))?$/;
const plain = (value) =>
  Array.isArray(value)
    ? value.map(plain)
    : value && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
      : typeof value === "string" && moment.test(value)
        ? Date.parse(value)
        : value;
// Frames that the classes for Newtonsoft.Json cannot hold, with the reason.
const refused = (path) =>
  read(path).includes('"0000-')
    ? ".NET's calendar begins with the year 1, the protocol's with 0"
    : path.endsWith("/action.reassigned--unassigned.json")
      ? "quicktype measures the length of a required text that may be null; for System.Text.Json it does not see the null"
      : undefined;
let same = 0;
for (const [index, { path, frame }] of frames.entries()) {
  const line = written[index] ?? "! nothing";
  const reason = refused(path);
  if (reason) {
    if (!line.startsWith("! ")) fail(`${path} is read by now, take it off the list: ${line}`);
    console.log(`${path}: not read: ${reason}`);
  } else if (line.startsWith("! ") || !isDeepStrictEqual(plain(JSON.parse(line)), plain(frame))) {
    fail(`${path} came back as ${line}`);
  } else {
    same += 1;
  }
}
if (same === 0) fail("no frame was compared");
console.log(`docs/publishing.md: its C# is compiled, ${marked.length} lines aside, and its frames are valid`);
console.log(`quicktype → C#: ${names.size} schemas, ${same} of ${frames.length} fixtures read and written back`);
process.exitCode = failures === 0 ? 0 : 1;
