/** Waits until it is so, and answers what it is; whatever never is ends with the sentence. */
export async function until(what, isSo, ms = 120_000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await isSo();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${ms / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
