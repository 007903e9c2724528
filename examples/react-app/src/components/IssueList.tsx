import { memo } from "react";
import { useIssues, useNames } from "../hooks/useWorkspace";
import type { Issue } from "../store/issue";
import { untitled, words } from "../store/describe";
import { Item, Panel, Rows } from "./Panel";
import { Pill } from "./Pill";

interface IssueListProps {
  readonly limit: number;
  readonly moreHref?: string;
  readonly target?: string | null;
}

export function IssueList({ limit, moreHref, target = null }: IssueListProps) {
  const issues = useIssues();
  return (
    <Panel title="Issues" rows={issues}>
      <Rows
        rows={issues}
        limit={limit}
        noun="issues"
        empty="No issues. Good."
        target={target}
        {...(moreHref && { moreHref })}
      >
        {(issue) => <IssueRow key={issue.id} issue={issue} isTarget={issue.id === target} />}
      </Rows>
    </Panel>
  );
}

const IssueRow = memo(function IssueRow({ issue, isTarget }: { readonly issue: Issue; readonly isTarget: boolean }) {
  const { person } = useNames();
  const title = issue.title ?? untitled("issue", issue.id);
  const meta = [issue.category && words(issue.category), issue.assignee ? person(issue.assignee) : "unassigned"]
    .filter(Boolean)
    .join(" · ");
  return (
    <Item row={issue} isTarget={isTarget}>
      <div className="row-main">
        <span className="row-title" title={title}>
          {title}
        </span>
        <span className="row-meta">{meta}</span>
      </div>
      <div className="row-pills">
        <Pill value={issue.severity} />
        <Pill value={issue.status} />
      </div>
    </Item>
  );
});
