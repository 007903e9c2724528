import { createServer } from "node:http";

/** Kills a process at the first request that arrives, and answers none; those killed are counted. */
export async function trap(victim) {
  const caught = [];
  const server = createServer((request) => {
    caught.push(request.url);
    victim().kill("SIGKILL");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, caught, stop };
}
