// `node packaging/build.mjs [TARGET]`: the binary that is shipped, by default for this machine, and the
// wheel that holds it, in one build. The binary is put at target/packaging/TARGET/, the wheel into
// target/packaging/release/. Linux is linked by Zig, which brings musl, so that the binary is static; so is
// whatever is built for another system than this one. macOS and Windows link their own.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { environment } from "./environment.mjs";
import { RUST, binaryOf, fail, here, out, platform, release, root, run } from "./facts.mjs";

const row = platform(process.argv[2]);
const { target, os, binary } = row;
const read = { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8", missing: RUST };
const libraries = run("rustc", ["--print", "target-libdir", "--target", target], read).trim();
if (!existsSync(libraries)) fail(`the standard library for ${target} is missing: rustup target add ${target}`);

const tool = environment(join(out, "tools"), join(here, "requirements.txt"));
const env = { ...process.env, PATH: `${dirname(tool("python"))}${delimiter}${process.env.PATH}` };
const linker = os === "linux" || os !== process.platform ? ["--zig"] : [];
// One file serves both kinds of Linux, since it asks neither for its C library.
const tags = os === "linux" ? ["--compatibility", "manylinux2014", "musllinux_1_1"] : [];
run(tool("maturin"), ["build", "--target", target, ...linker, ...tags, "--compression-level", "9", "--out", release], { cwd: join(here, "wheel"), env });

mkdirSync(dirname(binaryOf(row)), { recursive: true });
copyFileSync(join(root, "target", target, "dist", binary), binaryOf(row));
