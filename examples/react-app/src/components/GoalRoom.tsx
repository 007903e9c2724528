import { useActivityOfGoal } from "../hooks/useActivity";
import { useFreshness, useGoals, useNames } from "../hooks/useWorkspace";
import { hrefOf } from "../navigation/route";
import { untitled } from "../store/describe";
import { ActionList } from "./ActionList";
import { ActivityFeed } from "./ActivityFeed";
import { Avatar } from "./Avatar";
import { Flash } from "./Flash";
import { Icon } from "./Icon";
import { Panel, Skeleton } from "./Panel";
import { Pill } from "./Pill";

/** One goal, and what happens to it. */
export function GoalRoom({ goalId }: { readonly goalId: string }) {
  const goal = useGoals().find(({ id }) => id === goalId);
  const activity = useActivityOfGoal(goalId);
  const { fetchedMs, state, isFetching } = useFreshness();
  const { person } = useNames();
  const isKnown = goal !== undefined || activity.entries.length > 0;
  return (
    <>
      <a className="back" href={hrefOf("goals")}>
        <Icon name="back" />
        All goals
      </a>
      {isKnown ? (
        <section className="card hero">
          <Flash row={goal} />
          <div className="hero-title">
            <h2>{goal?.title ?? untitled("goal", goalId)}</h2>
            <Pill value={goal?.status ?? null} />
          </div>
          {goal?.description && <p className="hero-text">{goal.description}</p>}
          {goal?.owner && (
            <p className="hero-owner">
              <Avatar id={goal.owner} name={person(goal.owner)} /> {person(goal.owner)}
            </p>
          )}
        </section>
      ) : fetchedMs !== null ? (
        <section className="card hero">
          <h2>No such goal</h2>
          <p className="hero-text">
            There is no goal with this address in this tenant. It may be older than what is shown here, or belong to
            another tenant.
          </p>
        </section>
      ) : state === "failed" && !isFetching ? (
        <section className="card hero">
          <h2>The goal could not be fetched</h2>
        </section>
      ) : (
        <section className="card hero" aria-busy="true">
          <Skeleton label="Loading the goal…" />
        </section>
      )}
      {(isKnown || fetchedMs === null) && (
        <div className="columns">
          <Panel title="Activity">
            <ActivityFeed activity={activity} label="Activity of this goal" />
          </Panel>
          <ActionList limit={30} goalId={goalId} />
        </div>
      )}
    </>
  );
}
