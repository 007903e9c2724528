//! `docs/reference/conformance.md`: what servers, readers, clients, backends and publishers have to keep, from their rows.

use super::super::coverage::Coverage;
use super::page::{Page, cell, codes};
use crate::codegen::header;
use crate::conformance::{Level, Requirement, Role, requirements, requirements_of};
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
    coverage(&mut page);
    page.finish()
}

/// What proves each requirement, and which nothing proves.
fn coverage(page: &mut Page) {
    let coverage = Coverage::new();
    let is_proved = |row: &&Requirement| {
        row.role == Role::Server
            || !coverage.vectors(row.id).is_empty()
            || !coverage.scenarios(row.id).is_empty()
    };
    page.heading(2, "Coverage");
    page.text(
        "What proves a requirement: `realtime conform` of a server; the vectors of a reader, a client, a \
         backend or a publisher, which [`realtime vectors`](../other-implementations.md) puts to any implementation; the \
         [scenarios](../mock-scenarios.md) of a client, by what the mock server sees of it. Each vector \
         is an instance of one requirement, which it names.",
    );
    let rows = requirements().map(|row| {
        let vectors = coverage.vectors(row.id).into_iter();
        let vectors: Vec<_> = vectors.map(|(kind, count)| format!("{count} {kind}")).collect();
        let scenarios = coverage.scenarios(row.id).iter();
        let scenarios: Vec<_> = scenarios
            .map(|name| format!("[`{name}`](../../examples/scenarios/{name}.json)"))
            .collect();
        let conform = if row.role == Role::Server { "checked" } else { "–" };
        let shown = |of: Vec<String>| if of.is_empty() { "–".to_owned() } else { of.join(", ") };
        [format!("`{}`", row.id), conform.to_owned(), shown(vectors), shown(scenarios)]
    });
    page.table(["id", "`realtime conform`", "vectors", "scenarios"], rows.collect());
    let holes: Vec<_> = requirements().filter(|row| !is_proved(row)).collect();
    page.heading(3, "Holes");
    if holes.is_empty() {
        return page.text("None: something proves each.");
    }
    page.text("Nothing that another implementation can run proves these:");
    page.list(
        &holes.iter().map(|row| format!("`{}`: {}", row.id, row.statement)).collect::<Vec<_>>(),
    );
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
