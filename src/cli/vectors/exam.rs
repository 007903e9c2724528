//! Puts each vector to a plug, and notes what comes of it. A plug that breaks the rules fails the
//! vector that it was at, and is started anew for the next: one that crashes on a frame is still
//! asked about all others. No wait is without a bound.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::compare::{Difference, judge};
use super::plug::{Heard, Plug, PlugCommand};
use crate::conformance::Requirement;
use crate::json::shorten;
use crate::vectors::Case;

/// A vector with the requirement that it is an instance of.
pub(super) struct Question {
    pub case: Case,
    pub requirement: &'static Requirement,
}

impl Question {
    /// What a plug is told. Not the answer.
    fn line(&self) -> String {
        let Case { id, kind, given, .. } = &self.case;
        let Requirement { level, clause, .. } = self.requirement;
        json!({ "id": id, "kind": kind, "level": level, "clause": clause, "given": given })
            .to_string()
    }
}

/// What came of a vector.
pub(super) enum Verdict {
    Passed,
    /// The plug does not do what it is about.
    Skipped,
    /// Its answer is wrong.
    Wrong(Difference),
    /// It broke a rule of the exchange: a sentence.
    Broke(String),
    /// It was not asked: why.
    NotReached(String),
}

/// How long is waited.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// For an answer.
    pub each: Duration,
    /// For all of them.
    pub total: Duration,
}

/// How much longer the first answer after a start may take: some runtimes compile first.
const START: Duration = Duration::from_secs(60);

/// After as many breaches in a row no more is asked: the plug does not work at all.
const BREACHES_IN_A_ROW: u32 = 3;

/// What came of all.
pub(super) struct Result {
    /// In the order of the questions.
    pub verdicts: Vec<Verdict>,
    /// What concerns no vector: a sentence each.
    pub of_plug: Vec<String>,
}

/// Asks everything. Fails if the plug cannot be started.
pub(super) async fn examine(
    questions: &[Question],
    command: &PlugCommand,
    limits: Limits,
) -> std::result::Result<Result, String> {
    let mut exam = Exam {
        places: questions.iter().enumerate().map(|(at, it)| (&*it.case.id, at)).collect(),
        verdicts: Vec::new(),
        of_plug: BTreeSet::new(),
        limits,
        end: Instant::now() + limits.total,
    };
    let mut plug: Option<Plug> = None;
    let mut breaches = 0;
    for question in questions {
        if breaches == BREACHES_IN_A_ROW {
            let why = format!("it broke the rules {BREACHES_IN_A_ROW} times in a row before");
            exam.verdicts.push(Verdict::NotReached(why));
            continue;
        }
        if exam.end <= Instant::now() {
            let why = format!("the {} s of --total were over", limits.total.as_secs());
            exam.verdicts.push(Verdict::NotReached(why));
            continue;
        }
        let (asked, limit) = match &mut plug {
            Some(plug) => (plug, limits.each),
            None => (plug.insert(command.start()?), limits.each + START),
        };
        match exam.ask(asked, question, limit).await {
            Ok(verdict) => {
                breaches = 0;
                exam.verdicts.push(verdict);
            }
            Err(breach) => {
                breaches += 1;
                plug = None;
                exam.verdicts.push(Verdict::Broke(breach));
            }
        }
    }
    if let Some(plug) = plug {
        exam.dismiss(plug).await;
    }
    Ok(Result { verdicts: exam.verdicts, of_plug: exam.of_plug.into_iter().collect() })
}

struct Exam<'a> {
    places: BTreeMap<&'a str, usize>,
    verdicts: Vec<Verdict>,
    of_plug: BTreeSet<String>,
    limits: Limits,
    end: Instant,
}

/// What a line of a plug says.
struct Reply {
    id: String,
    /// None of what the plug does not support.
    answer: Option<Map<String, Value>>,
}

impl Exam<'_> {
    /// The verdict, or which rule the plug broke.
    async fn ask(
        &mut self,
        plug: &mut Plug,
        question: &Question,
        limit: Duration,
    ) -> std::result::Result<Verdict, String> {
        let until = self.end.min(Instant::now() + limit);
        plug.tell(&question.line());
        loop {
            let line = match plug.hear(until).await {
                Heard::Line(line) => line,
                Heard::Unreadable(why) => return Err(format!("a line of its stdout {why}")),
                Heard::End => {
                    return Err(format!("no answer: {}", plug.obituary().await));
                }
                Heard::Nothing if until == self.end => {
                    let total = self.limits.total.as_secs();
                    return Err(format!("no answer before the {total} s of --total were over"));
                }
                Heard::Nothing => {
                    return Err(format!(
                        "no answer within {} s: write one line for each that is read and flush \
                         stdout after it, or raise --timeout",
                        limit.as_secs()
                    ));
                }
            };
            let reply = Reply::read(&line)?;
            if reply.id == question.case.id {
                return Ok(match reply.answer {
                    None => Verdict::Skipped,
                    Some(answer) => {
                        judge(&question.case, &answer).map_or(Verdict::Passed, Verdict::Wrong)
                    }
                });
            }
            self.stray(&reply.id)?;
        }
    }

    /// A line about another vector than the one that was asked.
    fn stray(&mut self, id: &str) -> std::result::Result<(), String> {
        match self.places.get(id) {
            Some(place) if *place < self.verdicts.len() => {
                let twice = "it was answered more than once: write one line for each that is read";
                self.verdicts[*place] = Verdict::Broke(twice.to_owned());
                Ok(())
            }
            Some(_) => Err(format!(
                "instead of it `{id}` was answered, which had not been asked yet: answer in order"
            )),
            None => Err(format!(
                "instead of it {:?} was answered, which no vector is called: repeat the `id` of the \
                 line that was read",
                shorten(id)
            )),
        }
    }

    /// Ends the plug, and hears it out.
    async fn dismiss(&mut self, mut plug: Plug) {
        plug.dismiss();
        let until = self.end.max(Instant::now()).min(Instant::now() + self.limits.each);
        loop {
            match plug.hear(until).await {
                Heard::Line(line) => {
                    let stray = Reply::read(&line).and_then(|reply| self.stray(&reply.id));
                    if let Err(breach) = stray {
                        self.of_plug.insert(format!("after the last vector {breach}"));
                        return;
                    }
                }
                Heard::Unreadable(why) => {
                    self.of_plug
                        .insert(format!("after the last vector a line of its stdout {why}"));
                    return;
                }
                Heard::End | Heard::Nothing => break,
            }
        }
        match plug.ended(until).await {
            Some(status) if status.success() => {}
            Some(status) => {
                self.of_plug.insert(format!(
                    "after the last vector it ended with {status}: end with 0 once stdin is closed"
                ));
            }
            None => {
                self.of_plug.insert(format!(
                    "it did not end within {} s after its stdin was closed: end then",
                    self.limits.each.as_secs()
                ));
            }
        }
    }
}

impl Reply {
    fn read(line: &str) -> std::result::Result<Self, String> {
        let refused = |what: &str| Err(format!("{what}: {:?}", shorten(line)));
        if line.starts_with('\u{feff}') {
            return refused(
                "a line of its stdout begins with a byte order mark (write UTF-8 without one)",
            );
        }
        let Ok(Value::Object(mut reply)) = serde_json::from_str(line) else {
            return refused(
                "a line of its stdout is no JSON object (what is no answer belongs on stderr)",
            );
        };
        let Some(Value::String(id)) = reply.remove("id") else {
            return refused("a line of its stdout has no `id` of the vector that it answers");
        };
        let is_unsupported = reply.remove("unsupported") == Some(Value::Bool(true));
        match (reply.remove("answer"), is_unsupported) {
            (Some(Value::Object(answer)), false) => Ok(Reply { id, answer: Some(answer) }),
            (None, true) => Ok(Reply { id, answer: None }),
            (Some(_), true) => refused(
                "a line of its stdout has `answer` and `\"unsupported\": true`, of which one is right",
            ),
            _ => refused(
                "a line of its stdout has neither an object `answer` nor `\"unsupported\": true`",
            ),
        }
    }
}
