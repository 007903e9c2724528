// As react-scripts 5 has it: rules in one `oneOf`, whose last one takes every file that no other
// rule wants as an asset, `.cjs` included.
module.exports = {
  mode: "production",
  target: ["web", "es5"],
  entry: "./src/main.ts",
  output: { path: `${__dirname}/dist`, filename: "main.js" },
  resolve: { extensions: [".ts", ".mjs", ".js"] },
  performance: false,
  module: {
    strictExportPresence: true,
    rules: [
      {
        oneOf: [
          { test: /\.ts$/, loader: "ts-loader" },
          { test: /\.(js|mjs)$/, exclude: /@babel(?:\/|\\{1,2})runtime/, type: "javascript/auto" },
          { exclude: [/^$/, /\.(js|mjs|ts)$/, /\.html$/, /\.json$/], type: "asset/resource" },
        ],
      },
    ],
  },
};
