// The connection of one user in one tenant: a configuration of `RealtimeConnection`, which does the
// rest (authentication, keep-alive, reconnecting, dropping repeats and other tenants' events).
// Building one opens nothing; `start` and `stop` do.
import type { TenantId, UserId } from "@purposepath/realtime";
import { RealtimeConnection } from "@purposepath/realtime/connection";
import type { ConnectionEnvironment, TokenResult } from "@purposepath/realtime/connection";

/** Who is signed in, and where. */
export interface RealtimeSession {
  readonly tenantId: TenantId;
  readonly userId: UserId;
}

/**
 * Asks whoever signs users in for an access token. `force`: a cached one was refused. Answer
 * `{ denied: true }` when nobody is signed in any more; a failure that may pass may simply throw.
 */
export type GetToken = (request: { readonly force: boolean }) => TokenResult | PromiseLike<TokenResult>;

/** What a connection needs to know. */
export interface RealtimeOptions {
  readonly url: string;
  readonly session: RealtimeSession;
  readonly getToken: GetToken;
  /** What replaces parts of the browser, in tests. */
  readonly environment?: Partial<ConnectionEnvironment>;
}

/** A connection that is not started. */
export function createRealtimeConnection(options: RealtimeOptions): RealtimeConnection {
  const { url, session, getToken, environment } = options;
  const connection = { url, tenantId: session.tenantId, getToken };
  return new RealtimeConnection(environment ? { ...connection, environment } : connection);
}
