//! `--source`: what programmers notice and the wire does not, in Rust and in TypeScript. It builds the
//! documentation of two versions, so nothing runs it unasked.

mod named;
mod rust;
mod typescript;

use std::path::Path;

use super::base::Base;
use super::git::Repository;
use super::lines::{place, value};
use super::report::Report;
use crate::cli::Failure;
use crate::evolution::{Change, RuleId};
use named::Named;

/// The list, for each base that is a commit.
pub(super) fn list(report: &Report, bases: &[&Base], root: &Path) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    let mut say = |title: String, what: Vec<Named>| {
        lines.push(match what.is_empty() {
            true => format!("{title}: nothing changed"),
            false => format!("{title}:"),
        });
        lines.extend(what.iter().flat_map(Named::lines));
    };
    let findings = report.findings.iter().map(|finding| &finding.change);
    let of_definition = findings.filter(|change| is_of_source(change)).map(|change| Named {
        name: place(change),
        before: value(&change.before),
        after: value(&change.after),
    });
    say("source, in the definition".to_owned(), of_definition.collect());
    let commits = bases.iter().filter_map(|base| Some((*base, base.history.as_ref()?)));
    for (base, history) in commits {
        let repository = Repository::at(root);
        let of_typescript = typescript::changes(&repository, &history.commit, &base.name, root)?;
        say(format!("source, TypeScript since {}", base.name), of_typescript);
        say(format!("source, Rust since {}", base.name), rust::changes(root, &history.commit)?);
    }
    Ok(lines)
}

/// Refuses bases of which none is a commit, and asks for the tool.
pub(super) fn demand(bases: &[&Base]) -> Result<(), Failure> {
    if bases.iter().any(|base| base.history.is_some()) {
        return rust::demand();
    }
    Err(Failure::Error(
        "`--source` compares with the source of an older commit: name one that has a definition, as in \
         `--against origin/main`"
            .to_owned(),
    ))
}

/// Whether a change is one of names only, or of an enumeration that no frame uses.
fn is_of_source(change: &Change) -> bool {
    let travels = change.server_to_client.or(change.client_to_server).is_some();
    match change.rule {
        RuleId::SourceChanged | RuleId::KindRenamed => true,
        _ => !travels && change.place.starts_with("enumerations."),
    }
}
