import { useContext } from "react";
import { WorkspaceContext } from "../contexts/WorkspaceContext";
import type { Workspace } from "../store/workspace";

/** What the screens show of the tenant; the hooks beside this one read their part of it. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error("useWorkspace needs a WorkspaceProvider above it");
  return workspace;
}
