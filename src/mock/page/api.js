// Calls the control API, of the server that this page came from.

/**
 * The answer, read as JSON. Throws with the sentence of the server if it refuses.
 *
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] A text goes as it is, anything else as JSON.
 */
export async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  let answer;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    answer = { error: text };
  }
  if (!response.ok) throw new Error(answer?.error ?? `${method} ${path}: ${response.status}`);
  return answer;
}

/**
 * Hears the lines of a stream of NDJSON until it ends.
 *
 * @param {string} path
 * @param {(entry: any) => void} hear
 */
export async function follow(path, hear) {
  const response = await fetch(path);
  if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) hear(JSON.parse(line));
  }
}
