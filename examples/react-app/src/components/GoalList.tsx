import { memo } from "react";
import { useGoals } from "../hooks/useWorkspace";
import { hrefOf } from "../navigation/route";
import { shortId, untitled } from "../store/describe";
import type { Goal } from "../store/goal";
import { Flash } from "./Flash";
import { Panel, Rows } from "./Panel";
import { Pill } from "./Pill";

export function GoalList({ limit }: { readonly limit: number }) {
  const goals = useGoals();
  return (
    <Panel title="Goals" count={goals.length}>
      <Rows rows={goals} limit={limit} empty="No goals yet.">
        {(goal) => <GoalRow key={goal.id} goal={goal} />}
      </Rows>
    </Panel>
  );
}

const GoalRow = memo(function GoalRow({ goal }: { readonly goal: Goal }) {
  return (
    <li className="row" data-row={goal.id}>
      <Flash row={goal} />
      <a className="row-main" href={hrefOf("goals", goal.id)}>
        <span className="row-title">{goal.title ?? untitled("goal", goal.id)}</span>
        <span className="row-meta">{goal.owner ? `Owned by ${shortId(goal.owner)}` : "Owner not known yet"}</span>
      </a>
      <Pill value={goal.status} />
    </li>
  );
});
