// `node packaging/tag.mjs TAG`: whether this checkout may be released under that tag, `v` and the version
// of Cargo.toml. Prints the table of platforms as a workflow takes it: `platforms=[…]`.
import { crate, fail, notes, platforms } from "./facts.mjs";

const [tag] = process.argv.slice(2);
if (tag !== `v${crate.version}`) fail(`the tag is ${tag ?? "missing"}, but Cargo.toml has the version ${crate.version}: tag v${crate.version}, or set the version and run \`cargo realtime generate\``);
notes();
console.log(`platforms=${JSON.stringify(platforms)}`);
