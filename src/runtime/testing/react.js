import React from "react";
import { RealtimeProvider } from "../react/provider.js";

// The provider of `react`, over a fake connection that takes React's own `act` from here: so a test may
// call its methods as they are. React before 18.3, and one that is built for production, has none here.

const { createElement, useInsertionEffect } = React;

/** @param {{ connection: import("./connection.js").FakeConnection, children?: any }} props */
export function FakeRealtimeProvider({ connection, children }) {
  useInsertionEffect(() => {
    connection.act = connection.act || /** @type {any} */ (React).act || null;
  }, [connection]);
  return createElement(RealtimeProvider, { connection }, children);
}
