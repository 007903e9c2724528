import { memo } from "react";
import { useGoals, useNames } from "../hooks/useWorkspace";
import { hrefOf } from "../navigation/route";
import { untitled } from "../store/describe";
import type { Goal } from "../store/goal";
import { Item, Panel, Rows } from "./Panel";
import { Pill } from "./Pill";

export function GoalList({ limit, moreHref }: { readonly limit: number; readonly moreHref?: string }) {
  const goals = useGoals();
  return (
    <Panel title="Goals" rows={goals}>
      <Rows rows={goals} limit={limit} noun="goals" empty="No goals yet." {...(moreHref && { moreHref })}>
        {(goal) => <GoalRow key={goal.id} goal={goal} />}
      </Rows>
    </Panel>
  );
}

const GoalRow = memo(function GoalRow({ goal }: { readonly goal: Goal }) {
  const { person } = useNames();
  const title = goal.title ?? untitled("goal", goal.id);
  return (
    <Item row={goal} isTarget={false}>
      <a className="row-main" href={hrefOf("goals", goal.id)}>
        <span className="row-title" title={title}>
          {title}
        </span>
        <span className="row-meta">{goal.owner ? `Owned by ${person(goal.owner)}` : "Owner not known yet"}</span>
      </a>
      <div className="row-pills">
        <Pill value={goal.status} />
      </div>
    </Item>
  );
});
