// The whole backend on this machine: the table in dynalite, Lambda's APIs from cargo-lambda, the functions as
// processes of their own, the mock server as the gateway before them.
import { createServer } from "node:net";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { end, endAll, firstLine, folder, here, python, root, run, start } from "./process.mjs";
import { table } from "./template.mjs";

const TABLE = "connections";
export const ROUTES = ["connect", "disconnect", "default"];
/** The functions have a folder of their own for what is built. */
const TARGET = join(here, "target");
const command = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/examples/realtime");

/** Builds what is started. */
export function build() {
  run("cargo", ["build", "--locked", "--all-features", "--example", "realtime"], { cwd: root });
  run("cargo", ["build", "--locked", "--target-dir", TARGET], { cwd: here });
}

/** The command `realtime`. */
export const realtime = (args, options) => start(command, args, options);

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A call of DynamoDB, as whoever owns the table. dynalite believes any signature. */
export async function dynamo(url, action, body) {
  const credential = "Credential=local/20260101/eu-central-1/dynamodb/aws4_request";
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${action}`,
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${action}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Lambda's APIs; answers where, once they listen. */
async function lambda() {
  const port = await freePort();
  const child = start(python("cargo-lambda"), ["lambda", "watch", "--only-lambda-apis", "--invoke-address", "127.0.0.1", "--invoke-port", String(port)], { cwd: here, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  await new Promise((resolve, reject) => {
    const hear = (text) => {
      said.push(text);
      if (String(text).includes("starting Runtime server")) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void child.ended.then(() => reject(new Error(`cargo lambda watch ended: ${said.join("")}`)));
  });
  return `http://127.0.0.1:${port}`;
}

/** Starts all; how many processes the functions of the routes have each, and how many publishers there are. */
export async function stack({ port = 0, servicePort = 0, instances = 1, publishers = 1, mock = [] } = {}) {
  const secret = randomBytes(32).toString("hex");
  const [dynamodb, api] = await Promise.all([firstLine(start(process.execPath, [join(here, "local/table.mjs")])), lambda()]);
  await dynamo(dynamodb, "CreateTable", table(TABLE));

  const gateway = realtime(["mock", "--port", String(port), "--format", "json", "--rate", "0", "--integration", api, ...mock], { stdio: ["ignore", "pipe", "pipe"] });
  const { url, control } = JSON.parse(await firstLine(gateway));

  /** The processes of each function. */
  const running = new Map();
  const functions = {
    /** Starts a function, so many times; its settings may differ. */
    start(name, count = 1, settings = {}) {
      const env = {
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_VERSION: "1",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        AWS_LAMBDA_RUNTIME_API: `${api}/.rt/${name}`,
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
        AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
        AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: control,
        CONNECTIONS_TABLE: TABLE,
        TOKEN_SECRET: secret,
        ...settings,
      };
      const program = join(TARGET, "debug", name);
      const started = Array.from({ length: count }, () => start(program, [], { env, stdio: ["ignore", "ignore", "pipe"] }));
      for (const child of started) {
        void child.ended.then(() => child.signalCode ?? console.error(`the function ${name} ended: ${child.said()}`));
      }
      running.set(name, [...(running.get(name) ?? []), ...started]);
      return started;
    },
    /** Kills all processes of a function. */
    async kill(name) {
      const children = running.get(name) ?? [];
      running.set(name, []);
      await Promise.all(children.map((child) => end(child, "SIGKILL")));
    },
  };
  for (const name of ROUTES) functions.start(name, instances);
  functions.start("publish", publishers);
  functions.start("sweep");

  const invocations = (name) => `${api}/2015-03-31/functions/${name}/invocations`;
  const publisher = invocations("publish");
  const store = join(folder("realtime-on-aws-lambda-"), "committed.ndjson");
  /** The product's other backend. */
  const service = async (to = publisher) => {
    const env = { TOKEN_SECRET: secret, SERVICE_PORT: String(servicePort) };
    const child = start(process.execPath, [join(here, "local/service.mjs"), store, to], { env });
    return { child, url: await firstLine(child) };
  };
  return {
    url,
    control,
    publisher,
    secret,
    functions,
    service,
    /** What the gateway said last of what went wrong. */
    log: gateway.said,
    /** Ends whose time is over, as a rule does on AWS each minute: how many. */
    async sweep() {
      const response = await fetch(invocations("sweep"), { method: "POST", body: "{}" });
      const text = await response.text();
      if (!response.ok) throw new Error(`the function sweep: ${text}`);
      return JSON.parse(text);
    },
    /** The rows of the table. */
    async rows() {
      const rows = [];
      let ExclusiveStartKey;
      do {
        const page = await dynamo(dynamodb, "Scan", { TableName: TABLE, ExclusiveStartKey });
        rows.push(...page.Items);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return rows;
    },
    async stop() {
      await end(gateway);
      await endAll();
    },
  };
}
