import { createContext, createElement, useContext } from "react";

// Which connection the hooks below it are about. It is made, started and stopped by whoever hands it in.

/** @typedef {import("./options.js").RealtimeProviderProps} RealtimeProviderProps */

const Connection = createContext(/** @type {RealtimeProviderProps["connection"]} */ (null));

/** @param {RealtimeProviderProps} props */
export function RealtimeProvider({ connection, children }) {
  return createElement(Connection.Provider, { value: connection }, children);
}

export function useRealtimeConnection() {
  return useContext(Connection);
}
