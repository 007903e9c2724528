//! `docs/reference/evolution.md`: the rules by which one version may follow another, from their table.

use super::page::{Page, cell};
use crate::codegen::header;
use crate::evolution::{Mirror, RULES, Rule, RuleId, Verdict};

pub(super) fn file() -> String {
    let mut page = Page::new("The rules of change");
    page.text(&format!("<!-- {} -->", header()));
    page.text(
        "What `cargo realtime breaking` says of a change, rule by rule. How to go about a change is in \
         [the guide](../evolution.md). `cargo realtime breaking --explain RULE` says the same in a \
         terminal.",
    );
    page.contents();
    page.heading(2, "Verdicts");
    page.text(
        "A version writes canonical spellings, and reads what the protocol says. A verdict is what \
         follows from who reads whom.",
    );
    let verdicts = [
        Verdict::Any,
        Verdict::ServersFirst,
        Verdict::ClientsFirst,
        Verdict::Break,
        Verdict::Warn,
        Verdict::Error,
    ];
    let row = |it: Verdict| {
        let level = it.level().as_str();
        [&format!("`{it}`"), level, it.order(), it.who_breaks(), it.way_back()].map(str::to_owned)
    };
    page.table(
        ["verdict", "level", "deploy", "who breaks otherwise", "way back"],
        verdicts.map(row).to_vec(),
    );
    page.text(
        "An `error` fails. Of a provisional event, by what the older version said of it, each level is \
         one lower.",
    );
    page.heading(2, "Rules");
    page.text(
        "`↓` is the verdict on frames from the server to clients, `↑` on those from clients to the \
         server, where what changed travels there; `?` is what a comparison of the two versions finds. A \
         policy may be stricter than what is written and read; then no frame shows it.",
    );
    let rows = RULES.iter().map(|rule| {
        let [to_clients, to_server] = rule.letters();
        [
            format!("`{}`{}", rule.id, if rule.policy { ", policy" } else { "" }),
            to_clients.to_owned(),
            to_server.to_owned(),
            format!("{}: {}", rule.change, rule.id.example()),
            cell(rule.legal_way),
            mirror(rule),
        ]
    });
    page.table(["rule", "↓", "↑", "what changed, as here", "legal way", "mirror"], rows.collect());
    page.finish()
}

/// The rule for the same change the other way round.
fn mirror(rule: &Rule<RuleId>) -> String {
    match rule.mirror {
        Mirror::Rule(other) => format!("`{other}`"),
        Mirror::None(why) => format!("none: {why}"),
    }
}
