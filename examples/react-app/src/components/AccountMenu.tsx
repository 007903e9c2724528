import { useId } from "react";
import { useNames } from "../hooks/useWorkspace";
import { hrefOf, useRoute } from "../navigation/route";
import type { RealtimeSession } from "../services/realtime-websocket";
import type { Theme } from "../theme/useTheme";
import { Avatar } from "./Avatar";
import { Icon } from "./Icon";
import { TENANTS } from "./Login";
import { usePopover } from "./usePopover";

interface AccountMenuProps {
  readonly session: RealtimeSession;
  readonly theme: Theme;
  readonly onToggleTheme: () => void;
  readonly onSession: (session: RealtimeSession | null) => void;
}

/** Who is signed in, where, and how it looks. */
export function AccountMenu({ session, theme, onToggleTheme, onSession }: AccountMenuProps) {
  const { isOpen, toggle, root, button } = usePopover();
  const { person } = useNames();
  const route = useRoute();
  const id = useId();
  const tenants = [...new Set<string>([...TENANTS, session.tenantId])];
  const name = person(session.userId);
  return (
    <div className="indicator account" ref={root}>
      <button
        ref={button}
        type="button"
        className="avatar-button"
        title={`${name}, ${session.tenantId}`}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={toggle}
      >
        <span className="visually-hidden">Account: {name}, </span>
        <span className="account-tenant">{session.tenantId}</span>
        <Avatar id={session.userId} name={name} />
      </button>
      <div id={id} className="popover account-details card" hidden={!isOpen}>
        {isOpen && (
          <>
            <p className="account-name">{name}</p>
            <label className="field">
              Tenant in this tab
              <select
                value={session.tenantId}
                onChange={({ target }) => {
                  onSession({ ...session, tenantId: target.value });
                  // A thing that the address names is of the tenant before.
                  if (route.screen !== null) location.hash = hrefOf(route.screen);
                }}
              >
                {tenants.map((tenant) => (
                  <option key={tenant}>{tenant}</option>
                ))}
              </select>
            </label>
            <button type="button" className="button" onClick={onToggleTheme}>
              <Icon name={theme === "dark" ? "sun" : "moon"} />
              {theme === "dark" ? "Light theme" : "Dark theme"}
            </button>
            <button type="button" className="button" onClick={() => onSession(null)}>
              <Icon name="logout" />
              Log out
            </button>
          </>
        )}
      </div>
    </div>
  );
}
