// Tokens as whoever signs users in would make them: src/tokens.rs verifies them.
import { createHmac } from "node:crypto";

/** Signs a token of a user that is good for so many seconds. */
export function token(secret, tenantId, sub, seconds = 900) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ tenantId, sub, exp })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
