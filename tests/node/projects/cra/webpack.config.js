// As react-scripts 5 has it: rules in one `oneOf`, whose last one takes every file that no other
// rule wants as an asset, `.cjs` included.
module.exports = {
  mode: "production",
  target: ["web", "es5"],
  entry: { main: "./src/main.ts", page: "./src/page.tsx", room: "./src/recipe/main.tsx" },
  output: { path: `${__dirname}/dist`, filename: "[name].js" },
  resolve: { extensions: [".ts", ".tsx", ".mjs", ".js"] },
  performance: false,
  module: {
    strictExportPresence: true,
    rules: [
      {
        oneOf: [
          { test: /\.tsx?$/, loader: "ts-loader" },
          { test: /\.(js|mjs)$/, exclude: /@babel(?:\/|\\{1,2})runtime/, type: "javascript/auto" },
          { exclude: [/^$/, /\.(js|mjs|ts|tsx)$/, /\.html$/, /\.json$/], type: "asset/resource" },
        ],
      },
    ],
  },
};
