//! `--prove`: the verdicts against decoders that really run, those of a commit on the frames of today
//! and those of today on the fixtures of that commit.

mod decoder;
mod scratch;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::base::Base;
use super::git::{History, Repository};
use super::lines::{letters, what};
use super::package::Package;
use crate::cli::Failure;
use crate::definition::Definition;
use crate::evolution::{Change, Proof, Reading, Side};
use crate::fixtures::FIXTURES;
use crate::json::shorten;
use decoder::{rust, typescript};
use scratch::Scratch;

/// Where the fixtures are, in every commit that has some.
const EXAMPLES: [&str; 3] =
    ["tests/fixtures/commands/", "tests/fixtures/events/", "tests/fixtures/gateway/"];

/// What is said of each contradiction.
const CONTRADICTION: &str = "contradiction: a decoder and a verdict disagree about a frame";

/// What came of the decoders.
pub(super) struct Evidence {
    /// What to tell.
    pub(super) lines: Vec<String>,
    /// Where a decoder and a verdict disagree about a frame.
    pub(super) contradictions: Vec<Contradiction>,
}

/// A frame about which a decoder and a verdict disagree.
#[derive(serde::Serialize)]
pub(super) struct Contradiction {
    /// Which decoder, and what it does.
    pub(super) decoder: String,
    /// What the verdict says that it does.
    pub(super) verdict: String,
    pub(super) frame: String,
}

impl Contradiction {
    /// Each of its parts, with a name.
    pub(super) fn parts(&self) -> [(&'static str, &str); 3] {
        [("decoder", &self.decoder), ("verdict", &self.verdict), ("frame", &self.frame)]
    }
}

/// Runs the decoders against each base that is a commit.
pub(super) fn run(bases: &[&Base], root: &Path, bound: Duration) -> Result<Evidence, Failure> {
    let mut evidence = Evidence { lines: Vec::new(), contradictions: Vec::new() };
    for (base, history) in commits(bases) {
        prove(base, &history.commit, root, bound, &mut evidence)?;
    }
    Ok(evidence)
}

/// Refuses bases of which none is a commit: there is no decoder to run.
pub(super) fn demand(bases: &[&Base]) -> Result<(), Failure> {
    if commits(bases).next().is_some() {
        return Ok(());
    }
    Err(Failure::Error(
        "`--prove` runs the decoder of an older commit: name one that has a definition, as in \
         `--against origin/main`"
            .to_owned(),
    ))
}

fn commits<'a>(bases: &'a [&Base]) -> impl Iterator<Item = (&'a Base, &'a History)> {
    bases.iter().filter_map(|base| Some((*base, base.history.as_ref()?)))
}

fn prove(
    base: &Base,
    commit: &str,
    root: &Path,
    bound: Duration,
    evidence: &mut Evidence,
) -> Result<(), Failure> {
    let before = evidence.contradictions.len();
    let new = Definition::of_this_crate();
    let proof = Proof::new(&base.definition, &new);
    let repository = Repository::at(root);
    let package = Package::of_commit(&repository, commit, &base.name)?;
    let scratch = Scratch::new()?;
    let entry = package.write_to(&repository, commit, scratch.folder())?;

    let of_today = FIXTURES.iter().map(|fixture| (fixture.path(), fixture.text.to_owned()));
    let frames = frames(&proof, Side::New, of_today)?;
    let mut court = Court { proof: &proof, writer: Side::New, evidence };
    let reader = format!("the decoder of {}", base.name);
    let readings = typescript(&reader, &entry, &texts(&frames), bound)?;
    let mut counted = court.hear(&reader, &frames, &readings);

    let mut examples = Vec::new();
    for folder in EXAMPLES {
        for path in repository.tree(commit, folder)? {
            let text = repository.read(commit, &path)?;
            examples.push((format!("{path} of {}", base.name), text));
        }
    }
    let count = examples.len();
    let frames = self::frames(&proof, Side::Old, examples.into_iter())?;
    let mut court = Court { proof: &proof, writer: Side::Old, evidence };
    let entry = Package::of_folder(&root.join("bindings"))?.entry_in(&root.join("bindings"));
    let reader = "today's decoder for TypeScript";
    let of_typescript = typescript(reader, &entry, &texts(&frames), bound)?;
    let read = court.hear(reader, &frames, &of_typescript);
    let of_rust: Vec<Reading> = frames.iter().map(|frame| rust(&frame.text)).collect();
    court.hear("today's decoder for Rust", &frames, &of_rust);
    if counted.frames == 0 || count == 0 {
        let folders = EXAMPLES.join(", ");
        return Err(Failure::Error(format!(
            "nothing is proved against {}: without fixtures in {folders} there is no frame to read",
            base.name
        )));
    }
    counted.refused += read.refused;
    evidence.lines.push(format!(
        "{}: {} frames read by the decoder of {}, {count} old fixtures read by today's as {} frames; \
         {} are not read, as the verdicts say",
        if evidence.contradictions.len() == before { "proved" } else { "not proved" },
        counted.frames,
        base.name,
        read.frames,
        counted.refused
    ));
    Ok(())
}

/// A frame to give to a decoder.
struct Case<'a> {
    text: String,
    json: Value,
    /// The change of which it is the witness: then it must not be read.
    witness_of: Option<&'a Change>,
}

fn texts<'a>(cases: &'a [Case<'_>]) -> Vec<&'a str> {
    cases.iter().map(|case| &*case.text).collect()
}

/// The variations of the examples, and the witnesses, each once.
fn frames<'a>(
    proof: &'a Proof,
    writer: Side,
    examples: impl Iterator<Item = (String, String)>,
) -> Result<Vec<Case<'a>>, Failure> {
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, text) in examples {
        let example: Value = serde_json::from_str(&text)
            .map_err(|error| Failure::Error(format!("{name} is not JSON: {error}")))?;
        for json in proof.variations(writer, &example) {
            let text = json.to_string();
            if seen.insert(text.clone()) {
                cases.push(Case { text, json, witness_of: None });
            }
        }
    }
    for (change, frame) in proof.witnesses(writer) {
        let json = serde_json::from_str(frame).unwrap_or_default();
        cases.push(Case { text: frame.to_owned(), json, witness_of: Some(change) });
    }
    Ok(cases)
}

/// Holds readings against verdicts.
struct Court<'a> {
    proof: &'a Proof,
    writer: Side,
    evidence: &'a mut Evidence,
}

#[derive(Default)]
struct Counted {
    frames: usize,
    refused: usize,
}

impl Court<'_> {
    fn hear(&mut self, decoder: &str, frames: &[Case<'_>], readings: &[Reading]) -> Counted {
        let mut counted = Counted::default();
        for (case, reading) in frames.iter().zip(readings) {
            counted.frames += 1;
            let misreading = self.proof.misreading(self.writer, &case.json, reading);
            match (&misreading, case.witness_of) {
                (None, None) => {}
                (Some(_), Some(_)) => counted.refused += 1,
                (Some(misreading), None) => {
                    let says = self.proof.explanation(self.writer, &case.json, misreading);
                    match says {
                        Some(_) => counted.refused += 1,
                        None => self.contradiction(decoder, &misreading.why, case, None),
                    }
                }
                (None, Some(change)) => {
                    self.contradiction(decoder, "reads it as what it means", case, Some(change));
                }
            }
        }
        counted
    }

    fn contradiction(
        &mut self,
        decoder: &str,
        does: &str,
        case: &Case<'_>,
        change: Option<&Change>,
    ) {
        let verdict = match change {
            Some(change) => {
                let [to_clients, to_server] = letters(change);
                format!("{to_clients} {to_server}, it is not read: {}", what(change))
            }
            None => "it is read: no change there says that it is not".to_owned(),
        };
        let frame = if case.text.len() > 1000 { shorten(&case.text) } else { case.text.clone() };
        let decoder = format!("{decoder} {does}");
        let contradiction = Contradiction { decoder, verdict, frame };
        let parts = contradiction.parts();
        self.evidence.lines.push(CONTRADICTION.to_owned());
        self.evidence.lines.extend(parts.map(|(name, text)| format!("    {name:12}{text}")));
        self.evidence.contradictions.push(contradiction);
    }
}
