// `node packaging/sums.mjs`: writes SHA256SUMS for all that target/packaging/release/ holds, as
// `sha256sum --check` reads it. Whoever checks an archive goes by that file, so it is signed as the others are.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SUMS, fail, release, sums } from "./facts.mjs";

if (!existsSync(release)) fail(`${release} is missing: node packaging/build.mjs, archive.mjs and npm.mjs make what it holds`);
writeFileSync(join(release, SUMS), sums());
