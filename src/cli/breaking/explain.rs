use crate::cli::{Failure, Output};
use crate::evolution::{Mirror, RULES, RuleId, Verdict};

/// What a rule says, for whoever meets it.
pub(super) fn write(id: RuleId, out: &mut Output) -> Result<(), Failure> {
    let Some(rule) = RULES.iter().find(|rule| rule.id == id) else { return Ok(()) };
    let verdict = match rule.verdict {
        Some(verdict) => {
            let back = verdict.exchanged();
            let (order, other) = (verdict.order(), back.order());
            format!("{verdict} to clients: {order}; {back} to the server: {other}")
        }
        None => "by what the two versions write and read".to_owned(),
    };
    let policy = if rule.policy { " (policy: no frame need show it)" } else { "" };
    let mirror = match rule.mirror {
        Mirror::Rule(mirror) => mirror.to_string(),
        Mirror::None(why) => format!("none: {why}"),
    };
    let stored = match rule.verdict.map(|verdict| rule.keeps_stored_frames(verdict)) {
        Some(true) => "stay readable",
        Some(false) => "are not readable",
        None => "as the verdict says",
    };
    for line in [
        format!("{id}: {}", rule.change),
        rule.explanation.to_owned(),
        String::new(),
        format!("verdict:    {verdict}{policy}"),
        format!("breaks:     {}", rule.verdict.map_or("as the verdict says", Verdict::who_breaks)),
        format!("legal way:  {}", rule.legal_way),
        format!("way back:   {}", rule.verdict.map_or("as the verdict says", Verdict::way_back)),
        format!("stored:     frames of the old version {stored}"),
        format!("the mirror: {mirror}"),
    ] {
        out.line(line.as_bytes())?;
    }
    Ok(())
}
