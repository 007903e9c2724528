// Calls the control API, of the server that this page came from.

/** A refusal of the server: its sentence, and what else it says. */
export class Refusal extends Error {
  /** @param {any} body @param {string} otherwise @param {number} status */
  constructor(body, otherwise, status) {
    super(body?.error ?? otherwise);
    this.status = status;
    /** Where: a path such as `$.data.title`. @type {string | undefined} */
    this.path = body?.path;
  }
}

/**
 * The answer, read as JSON. Throws with the sentence of the server if it refuses.
 *
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] A text or a file goes as it is, anything else as JSON.
 */
export async function call(method, path, body) {
  const isAsItIs = body === undefined || typeof body === "string" || body instanceof Blob;
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(path, { method, headers, body: isAsItIs ? body : JSON.stringify(body) }).catch(() => {
    throw new Error("The mock does not answer: is it still running?");
  });
  const text = await response.text();
  let answer;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    answer = { error: text };
  }
  if (!response.ok) throw new Refusal(answer, `${method} ${path}: ${response.status}`, response.status);
  return answer;
}

/**
 * Hears the lines of a stream until it ends.
 *
 * @param {string} path
 * @param {(line: string) => void} hear
 * @param {AbortSignal} [signal]
 */
export async function follow(path, hear, signal) {
  const response = await fetch(path, { signal });
  if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) hear(line);
  }
}

/** The same call for a terminal. @param {string} method @param {string} path @param {string} [body] */
export function curl(method, path, body) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const how = method === "GET" || (method === "POST" && body !== undefined) ? "" : `-X ${method} `;
  return `curl ${how}${quoted(location.origin + path)}${body === undefined ? "" : ` --data-raw ${quoted(body)}`}`;
}
