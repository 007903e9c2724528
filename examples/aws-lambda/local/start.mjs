// Starts the backend on this machine and says how to use it. Ctrl-C ends it. PORT and SERVICE_PORT are the
// ports of the gateway and of the other backend.
import { build, stack } from "./stack.mjs";

const { PORT = 5055, SERVICE_PORT = 5060 } = process.env;
build();
const { url, stop, rest, publisher, sweep } = await run().catch((error) => {
  console.error(`${error.message}\nIf a port is taken, PORT and SERVICE_PORT in the environment choose others: 0 is any that is free.`);
  process.exit(1);
});
console.log(`
gateway          ${url}
sign-in and REST ${rest}
publisher        ${publisher}

In other terminals, from the root of the repository:

  export REALTIME_TOKEN=$(curl -s '${rest}/token?tenant=tenant-123&user=user-456' | sed 's/.*:"//; s/".*//')
  cargo realtime tail ${url}
  curl ${rest}/goals -d '{"tenantId":"tenant-123","title":"Increase revenue"}'
  VITE_REALTIME_WS_URL=${url} VITE_REALTIME_CONTROL_URL=${rest} npm --prefix examples/react-app run dev

Ctrl-C ends.`);

async function run() {
  const started = await stack({ port: PORT, servicePort: SERVICE_PORT });
  const { url: rest } = await started.service();
  return { ...started, rest };
}

const sweeps = setInterval(() => sweep().catch(({ message }) => console.error(message)), 60_000);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, async () => {
    clearInterval(sweeps);
    await stop();
    process.exit(0);
  });
}
