import { memo } from "react";
import { useActions, useNames } from "../hooks/useWorkspace";
import { untitled } from "../store/describe";
import type { Action } from "../store/action";
import { Item, Panel, Rows } from "./Panel";
import { Pill } from "./Pill";

interface ActionListProps {
  readonly limit: number;
  readonly goalId?: string;
  readonly moreHref?: string;
  readonly target?: string | null;
}

/** The tenant's actions, or those of one goal. */
export function ActionList({ limit, goalId, moreHref, target = null }: ActionListProps) {
  const all = useActions();
  const actions = goalId === undefined ? all : all.filter((action) => action.goalId === goalId);
  return (
    <Panel title="Actions" rows={actions}>
      <Rows
        rows={actions}
        limit={limit}
        noun="actions"
        empty="No actions yet."
        target={target}
        {...(moreHref && { moreHref })}
      >
        {(action) => <ActionRow key={action.id} action={action} isTarget={action.id === target} />}
      </Rows>
    </Panel>
  );
}

const ActionRow = memo(function ActionRow({
  action,
  isTarget,
}: {
  readonly action: Action;
  readonly isTarget: boolean;
}) {
  const { person } = useNames();
  const title = action.title ?? untitled("action", action.id);
  const progress = action.progress === null ? null : Math.round(action.progress);
  const meta = [
    action.assignee ? person(action.assignee) : "assignee not known yet",
    action.dueDate && `due ${action.dueDate}`,
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <Item row={action} isTarget={isTarget}>
      <div className="row-main">
        <span className="row-title" title={title}>
          {title}
        </span>
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
    </Item>
  );
});
