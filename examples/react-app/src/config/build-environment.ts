// The settings that the build tool put into the page. Nothing else reads `import.meta.env` for them:
// with Create React App, this file is `export const buildEnvironment = process.env;` and its like.
import type { Environment } from "./realtime-config";

export const buildEnvironment: Environment = import.meta.env;

export const isProduction: boolean = import.meta.env.PROD;
