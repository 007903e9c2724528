import React from "react";
import { RealtimeProvider } from "../react/provider.js";

// The provider of `react`, over a fake connection that takes React's own `act` from here: so a test may
// call its methods as they are. React before 18.3, and one that is built for production, has none here:
// a test without it would look at a screen that is not rendered yet.

const { createElement, useInsertionEffect } = React;

/** @param {{ connection: import("./connection.js").FakeConnection, children?: any }} props */
export function FakeRealtimeProvider({ connection, children }) {
  if (!connection || !connection.emit) throw TypeError(`connection: expected a FakeConnection, found ${connection === null ? "null" : typeof connection}`);
  const act = connection.act || /** @type {any} */ (React).act || null;
  if (!act && /** @type {any} */ (globalThis).IS_REACT_ACT_ENVIRONMENT === true) {
    throw Error(`React ${React.version} has no act: expected new FakeConnection({ act }), with that of @testing-library/react`);
  }
  useInsertionEffect(() => {
    connection.act = act;
  }, [connection, act]);
  return createElement(RealtimeProvider, { connection }, children);
}
