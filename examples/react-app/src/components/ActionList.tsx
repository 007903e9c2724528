import { memo } from "react";
import { useActions } from "../hooks/useWorkspace";
import { shortId, untitled } from "../store/describe";
import type { Action } from "../store/action";
import { Flash } from "./Flash";
import { Panel, Rows } from "./Panel";
import { Pill } from "./Pill";

/** The tenant's actions, or those of one goal. */
export function ActionList({ limit, goalId }: { readonly limit: number; readonly goalId?: string }) {
  const all = useActions();
  const actions = goalId === undefined ? all : all.filter((action) => action.goalId === goalId);
  return (
    <Panel title="Actions" count={actions.length}>
      <Rows rows={actions} limit={limit} empty="No actions yet.">
        {(action) => <ActionRow key={action.id} action={action} />}
      </Rows>
    </Panel>
  );
}

const ActionRow = memo(function ActionRow({ action }: { readonly action: Action }) {
  const title = action.title ?? untitled("action", action.id);
  const progress = action.progress === null ? null : Math.round(action.progress);
  const meta = [
    action.assignee ? shortId(action.assignee) : "assignee not known yet",
    action.dueDate && `due ${action.dueDate}`,
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <li className="row" data-row={action.id}>
      <Flash row={action} />
      <div className="row-main">
        <span className="row-title">{title}</span>
        <span className="row-meta">{meta}</span>
      </div>
      {progress !== null && (
        <div className="progress">
          <progress max={100} value={progress} aria-label={`Progress of ${title}`} />
          <span className="progress-text">{progress} %</span>
        </div>
      )}
      <div className="row-pills">
        <Pill value={action.priority} />
        <Pill value={action.status} />
      </div>
    </li>
  );
});
