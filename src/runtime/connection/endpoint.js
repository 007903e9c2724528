import { own } from "../codec/own.js";
import { STAGE_URLS } from "../protocol/constants.js";

// Where to connect. No text here holds the URL: it may hold a password.

/** `wss://` to a host, `ws://` to this machine only; the port is looked at apart. */
const URL_FORM =
  /^(?![^]*[\s\\#\x00-\x1f\x7f-\x9f])(?:wss:\/\/(?:\[[\da-f:.]+\]|[^/:?@[\]]+)|ws:\/\/(?:localhost|127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}|\[::1\]))(?::(\d+))?(?:[/?]|$)/i;

/** @param {{ stage?: string, url?: string }} options */
export function endpoint({ stage, url }) {
  const isNamed = stage && stage.trim();
  /** @type {string | undefined} */
  const ofStage = own(STAGE_URLS, /** @type {string} */ (stage));
  if (isNamed && !ofStage) {
    throw TypeError(`stage: expected ${Object.keys(STAGE_URLS).join(", ")}; found ${JSON.stringify(stage)}`);
  }
  const text = (url || "").trim();
  if (!text) {
    if (!ofStage) throw TypeError("expected a stage or a URL, found neither");
    return ofStage;
  }
  const found = URL_FORM.exec(text);
  if (!found || +found[1] > 65535) {
    throw TypeError("url: expected wss://host/path, or ws:// to this machine");
  }
  return text;
}
