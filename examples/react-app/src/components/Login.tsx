import { useEffect, useRef, useState } from "react";
import type { RealtimeSession } from "../services/realtime-websocket";

/** Tenants and users of the mock's traffic; any other name is as good. */
export const TENANTS = ["tenant-123", "tenant-456"] as const;
export const USERS = ["user-456", "user-789"] as const;

/** Who is there? The mock server asks for no password. */
export function Login({
  isArrival,
  onLogin,
}: {
  /** Somebody has just signed out here: the focus comes from a page that is gone. */
  readonly isArrival: boolean;
  readonly onLogin: (session: RealtimeSession) => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isArrival) heading.current?.focus();
  }, [isArrival]);
  const [tenantId, setTenantId] = useState<string>(TENANTS[0]);
  const [userId, setUserId] = useState<string>(USERS[0]);
  return (
    <main className="login">
      <form
        className="card login-card"
        onSubmit={(event) => {
          event.preventDefault();
          onLogin({ tenantId: tenantId.trim(), userId: userId.trim() });
        }}
      >
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="40" height="40" />
        <h1 ref={heading} tabIndex={-1}>
          PurposePath
        </h1>
        <p className="muted">See what your team does, as it happens.</p>
        <label className="field">
          Tenant
          <input
            list="tenants"
            value={tenantId}
            onChange={({ target }) => setTenantId(target.value)}
            required
            pattern=".*\S.*"
            autoComplete="organization"
          />
        </label>
        <label className="field">
          User
          <input
            list="users"
            value={userId}
            onChange={({ target }) => setUserId(target.value)}
            required
            pattern=".*\S.*"
            autoComplete="username"
          />
        </label>
        <datalist id="tenants">
          {TENANTS.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
        <datalist id="users">
          {USERS.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
        <button type="submit" className="button primary wide">
          Log in
        </button>
        <p className="login-note muted">An example: no password, and any name will do.</p>
      </form>
    </main>
  );
}
