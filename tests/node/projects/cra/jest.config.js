module.exports = {
  preset: "ts-jest",
  testEnvironment: "node",
  // Jest's modules are CommonJS; everything else is what the application compiles with.
  globals: { "ts-jest": { tsconfig: { ...require("./tsconfig.json").compilerOptions, module: "commonjs" } } },
};
