import type { ReactElement, ReactNode } from "react";
import type { FakeConnection } from "./connection.js";

/** What a `FakeRealtimeProvider` takes. */
export interface FakeRealtimeProviderProps {
  /** Made by the test, which connects it too. */
  readonly connection: FakeConnection;
  readonly children?: ReactNode;
}

/**
 * `RealtimeProvider` over a fake connection, whose methods then render what they change before they
 * return, or resolve: each runs in React's `act` where the test is one of React's. React 18.0 to 18.2
 * has it elsewhere: hand it to the connection, `new FakeConnection({ act })`.
 *
 * @throws TypeError for another connection than a fake one; Error in a test of React without its `act`.
 */
export declare function FakeRealtimeProvider(props: FakeRealtimeProviderProps): ReactElement;
