// One peer in its own process. Proves first that the peer accepts the whole corpus and refuses every
// broken frame; then runs one timed round for each message from bench.mjs.
import { broken } from "./broken.mjs";

const [peer, passes] = process.argv.slice(2);
const { accept, name, isBaseline = false, isOurs = false, isOld = false } = await import(`./peers/${peer}.mjs`);

const accepts = (text) => {
  try {
    return accept(text);
  } catch {
    return false;
  }
};

process.once("message", (lines) => {
  // Each text on its own, as a socket hands it out, and not a slice of the whole corpus.
  const frames = lines.map((line) => Buffer.from(line).toString());
  const wrong = frames.filter((text) => !accepts(text)).map((text) => `${name} refuses ${text}`);
  if (!isBaseline) {
    for (const [text, fault] of broken) if (accepts(text)) wrong.push(`${name} accepts ${fault}`);
  }
  process.on("message", () => {
    let accepted = 0;
    const started = process.cpuUsage();
    for (let pass = 0; pass < passes; pass++) {
      for (let at = 0; at < frames.length; at++) if (accept(frames[at])) accepted++;
    }
    const { user, system } = process.cpuUsage(started);
    if (accepted !== passes * frames.length) throw new Error(`${name} changed its mind`);
    process.send(((user + system) * 1000) / accepted);
  });
  process.send({ name, isBaseline, isOurs, isOld, wrong, refused: broken.length });
});
