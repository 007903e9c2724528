//! `docs/reference/conformance.md`: what servers, readers and clients have to keep, from their rows.

use super::page::{Page, cell, codes};
use crate::codegen::header;
use crate::conformance::{Level, Requirement, Role, requirements_of};
use crate::describe::prose;

pub(super) fn file() -> String {
    let mut page = Page::new("What an implementation has to keep");
    page.text(&format!("<!-- {} -->", header()));
    page.text(
        "Each requirement is stated where its link leads; here it has a name, which never changes once \
         it is released. How a deployed server is checked is in [the guide](../conformance.md). The same \
         for machines: [`schema/conformance/`](../../schema/conformance).",
    );
    page.contents();
    page.heading(2, "Levels");
    let levels = Level::ENUMERATION.values.iter();
    page.table(
        ["level", "meaning"],
        levels.map(|it| [format!("`{}`", it.text), prose(it.doc)]).collect(),
    );
    for (role, of) in Role::ALL.iter().zip(Role::ENUMERATION.values) {
        let rows: Vec<_> = requirements_of(*role).map(cells).collect();
        if rows.is_empty() {
            continue;
        }
        page.heading(2, &heading(of.text));
        page.text(&prose(of.doc));
        page.table(["id", "level", "what has to hold", "when it does not", "needs"], rows);
    }
    page.finish()
}

/// `Server`, of `server`.
fn heading(role: &str) -> String {
    role[..1].to_ascii_uppercase() + &role[1..]
}

fn cells(row: &Requirement) -> [String; 5] {
    [
        format!("[`{}`]({})", row.id, row.clause),
        row.level.to_string(),
        cell(row.statement),
        cell(row.remedy),
        codes(row.needs.iter().copied()),
    ]
}
