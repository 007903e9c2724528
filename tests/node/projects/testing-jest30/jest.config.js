module.exports = { preset: "ts-jest", testEnvironment: "jsdom" };
