import { memo } from "react";
import { useIssues } from "../hooks/useWorkspace";
import type { Issue } from "../store/issue";
import { shortId, untitled, words } from "../store/describe";
import { Flash } from "./Flash";
import { Panel, Rows } from "./Panel";
import { Pill } from "./Pill";

export function IssueList({ limit }: { readonly limit: number }) {
  const issues = useIssues();
  return (
    <Panel title="Issues" count={issues.length}>
      <Rows rows={issues} limit={limit} empty="No issues. Good.">
        {(issue) => <IssueRow key={issue.id} issue={issue} />}
      </Rows>
    </Panel>
  );
}

const IssueRow = memo(function IssueRow({ issue }: { readonly issue: Issue }) {
  const meta = [issue.category && words(issue.category), issue.assignee ? shortId(issue.assignee) : "unassigned"]
    .filter(Boolean)
    .join(" · ");
  return (
    <li className="row" data-row={issue.id}>
      <Flash row={issue} />
      <div className="row-main">
        <span className="row-title">{issue.title ?? untitled("issue", issue.id)}</span>
        <span className="row-meta">{meta}</span>
      </div>
      <div className="row-pills">
        <Pill value={issue.severity} />
        <Pill value={issue.status} />
      </div>
    </li>
  );
});
