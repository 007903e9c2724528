import { STAGE_URLS } from "./protocol.js";

// Where to connect. No text here holds the URL: it may hold a password.

const URL_FORM = /^(wss?):\/\/(\[[\da-f:.]+\]|[^\s/:?#@[\]\\]+)(:\d+)?(?:[/?][^\s#\\]*)?$/i;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/i;

/** @param {{ stage?: string, url?: string }} options */
export function endpoint({ stage, url }) {
  const stages = Object.keys(STAGE_URLS);
  if (stage !== undefined && stages.indexOf(stage) < 0) {
    throw new TypeError(`stage: expected ${stages.join(", ")}; found ${JSON.stringify(stage)}`);
  }
  const text = (url || "").trim();
  if (!text) {
    if (stage === undefined) throw new TypeError("expected a stage or a URL, found neither");
    return STAGE_URLS[/** @type {keyof typeof STAGE_URLS} */ (stage)];
  }
  const [, scheme, host] = URL_FORM.exec(text) || [];
  if (!scheme) throw new TypeError("url: expected one like wss://host/path");
  if (scheme.toLowerCase() === "ws" && !LOOPBACK.test(host)) {
    throw new TypeError("url: expected wss://, since ws:// is for this machine only");
  }
  return text;
}
