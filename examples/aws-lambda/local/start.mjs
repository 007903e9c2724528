// Starts the backend on this machine and says how to use it. Ctrl-C ends it. PORT and SERVICE_PORT are the
// ports of the gateway and of the other backend.
import { build, stack } from "./stack.mjs";

build();
const { url, stop, service, publisher } = await stack({ port: process.env.PORT ?? 5055, servicePort: process.env.SERVICE_PORT ?? 5060 });
const { url: rest } = await service();
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
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await stop();
    process.exit(0);
  });
}
