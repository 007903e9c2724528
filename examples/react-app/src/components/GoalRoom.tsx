import { useActivityOfGoal } from "../hooks/useActivity";
import { useGoals } from "../hooks/useWorkspace";
import { hrefOf } from "../navigation/route";
import { shortId, untitled } from "../store/describe";
import { ActionList } from "./ActionList";
import { ActivityFeed } from "./ActivityFeed";
import { Avatar } from "./Avatar";
import { Flash } from "./Flash";
import { Icon } from "./Icon";
import { Panel } from "./Panel";
import { Pill } from "./Pill";

/** One goal, and what happens to it. */
export function GoalRoom({ goalId }: { readonly goalId: string }) {
  const goal = useGoals().find(({ id }) => id === goalId);
  const activity = useActivityOfGoal(goalId);
  return (
    <>
      <a className="back" href={hrefOf("goals")}>
        <Icon name="back" />
        All goals
      </a>
      <section className="card hero">
        <Flash row={goal} />
        <div className="hero-title">
          <h2>{goal?.title ?? untitled("goal", goalId)}</h2>
          <Pill value={goal?.status ?? null} />
        </div>
        {goal?.description && <p className="hero-text">{goal.description}</p>}
        {goal?.owner && (
          <p className="hero-owner">
            <Avatar name={goal.owner} /> {shortId(goal.owner)}
          </p>
        )}
      </section>
      <div className="columns">
        <Panel title="Activity">
          <ActivityFeed activity={activity} label="Activity of this goal" />
        </Panel>
        <ActionList limit={30} goalId={goalId} />
      </div>
    </>
  );
}
