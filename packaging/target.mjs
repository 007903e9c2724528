// `node packaging/target.mjs`: the target that the other scripts take for this machine.
import { platform } from "./facts.mjs";

console.log(platform().target);
