// `node packaging/archive.mjs [TARGET]`: what build.mjs has made, with its licences, as the archive that a
// release on GitHub holds and `cargo binstall` looks for; put into target/packaging/release/.
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { archiveOf, binaryOf, fail, out, platform, release, root, run } from "./facts.mjs";

const row = platform(process.argv[2]);
if (!existsSync(binaryOf(row))) fail(`${binaryOf(row)} is missing: node packaging/build.mjs ${row.target}`);
const { file, binary } = archiveOf(row);
const folder = join(out, row.target, dirname(binary));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
copyFileSync(binaryOf(row), join(folder, basename(binary)));
for (const name of ["LICENSE-APACHE", "LICENSE-MIT", "README.md"]) copyFileSync(join(root, name), join(folder, name));
// The folder by its name alone: some `tar` take `C:` for the name of a machine.
const tar = run("tar", ["-cf", "-", basename(folder)], { cwd: dirname(folder), stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 28 });
rmSync(folder, { recursive: true });
mkdirSync(release, { recursive: true });
writeFileSync(join(release, file), gzipSync(tar, { level: constants.Z_BEST_COMPRESSION }));
