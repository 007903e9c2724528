// What the indicator says of each status and reason.
import type { ConnectionStatus } from "@purposepath/realtime";
import type { Reason } from "@purposepath/realtime/connection";

export const STATUS_WORDS: Readonly<Record<ConnectionStatus, string>> = {
  disconnected: "Offline",
  connecting: "Connecting",
  connected: "Live",
  reconnecting: "Reconnecting",
  error: "Not connected",
};

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  token: "Your sign-in could not be checked.",
  timeout: "The server did not answer in time.",
  closed: "The connection was lost.",
  busy: "The server is busy.",
  server_error: "The server had a problem.",
  unauthorized: "Your sign-in is being renewed.",
  offline: "This device seems to be offline.",
  suspended: "The page was asleep.",
  rotation: "The connection is being renewed, as it is every two hours.",
  wake: "The device was asleep.",
  silent: "The server stopped answering.",
  by_hand: "You asked to connect again.",
  unauthenticated: "Your sign-in has ended. Log in again.",
  forbidden: "You have no access to live updates here.",
  refused: "The server refuses this connection.",
  protocol: "The server and this page do not understand each other. Reload the page.",
  config: "The address of the server is wrong, or this browser cannot connect to it.",
};
