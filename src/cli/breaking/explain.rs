//! The rules, for whoever meets one.

use crate::cli::wrap::wrap;
use crate::cli::{Failure, Outcome, Output};
use crate::evolution::{Mirror, RULES, Rule, RuleId, Verdict};
use crate::json::shorten;
use crate::nearest::nearest;

pub(super) fn run(name: &str) -> Result<Outcome, Failure> {
    let mut out = Output::new();
    if name.is_empty() {
        list(&mut out)?;
    } else {
        let Ok(rule) = name.parse::<RuleId>() else { return Err(unknown(name)) };
        explain(rule.rule(), &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

fn unknown(name: &str) -> Failure {
    let names = RuleId::ALL.iter().map(|rule| rule.as_str());
    let hint = match nearest(name, names).first() {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "`realtime breaking --explain` lists them".to_owned(),
    };
    Failure::Error(format!("there is no rule {:?}: {hint}", shorten(name)))
}

fn list(out: &mut Output) -> Result<(), Failure> {
    let width = RULES.iter().map(|rule| rule.id.as_str().len()).max().unwrap_or_default();
    for rule in RULES {
        let [to_clients, to_server] = rule.letters();
        let line =
            format!("{:width$}  {to_clients:5}  {to_server:5}  {}", rule.id.as_str(), rule.change);
        out.line(line.as_bytes())?;
    }
    Ok(())
}

fn explain(rule: &Rule<RuleId>, out: &mut Output) -> Result<(), Failure> {
    let [to_clients, to_server] = rule.letters();
    let order = |verdict: Option<Verdict>| {
        verdict.map_or("what the two versions write and read tells", Verdict::order)
    };
    let exchanged = rule.verdict.map(Verdict::exchanged);
    let mirror = match rule.mirror {
        Mirror::Rule(rule) => rule.as_str().to_owned(),
        Mirror::None(why) => format!("none: {why}"),
    };
    let stored = match rule.stored.or(rule.verdict.map(|it| rule.keeps_stored_frames(it))) {
        Some(true) => "frames of the old version stay readable",
        Some(false) => "frames of the old version are not readable any more",
        None => "as the verdict tells",
    };
    let policy = "stricter than what is written and read, so no frame shows it";
    out.line(format!("{}: {}", rule.id, rule.change).as_bytes())?;
    out.line(b"")?;
    for (name, text) in [
        ("example", rule.id.example()),
        ("why", rule.explanation),
        ("to clients", &format!("{to_clients}, {}", order(rule.verdict))),
        ("to the server", &format!("{to_server}, {}", order(exchanged))),
        ("policy", if rule.policy { policy } else { "" }),
        ("legal way", rule.legal_way),
        ("stored", stored),
        ("mirror", &mirror),
    ] {
        let mut name = name;
        for line in wrap(text, 62) {
            out.line(format!("  {name:16}{line}").as_bytes())?;
            name = "";
        }
    }
    Ok(())
}
