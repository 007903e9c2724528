//! Plays a scenario and prints the verdicts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use futures_util::StreamExt;
use serde_json::json;

use crate::json::shorten;
use crate::mock::{ClientCommand, LogKind, Mock, Outcome as Played, Plan, SCENARIOS, Shipped};
use crate::os_error::why;

use super::super::small_file::text_of;
use super::super::{Failure, Format, Outcome, Output, to_stderr};

/// What belongs to a scenario.
#[derive(clap::Args)]
#[command(next_help_heading = "Scenarios")]
pub struct ScenarioArguments {
    /// Play a scenario, a file or the name of one that ships, print the verdicts, and end
    #[arg(
        long,
        value_name = "FILE|NAME",
        conflicts_with_all = [
            "replay", "profile", "answers_ping", "auth_deadline", "rate", "seed", "time_scale"
        ]
    )]
    pub scenario: Option<PathBuf>,

    /// Start this client for it; {url} and {token} are replaced, no shell is involved
    #[arg(long, value_name = "CMD", requires = "scenario")]
    pub exec: Option<String>,

    /// List the scenarios that ship, or those in a folder, and end
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    pub list_scenarios: Option<Option<PathBuf>>,
}

/// A scenario that can be played, and what starts the client.
pub struct Play {
    plan: Plan,
    command: Option<ClientCommand>,
}

impl ScenarioArguments {
    /// Reads what was asked for, if it was.
    pub fn read(&self) -> Result<Option<Play>, Failure> {
        let Some(file) = &self.scenario else { return Ok(None) };
        let plan = read(file)?;
        let command = self.exec.as_deref().map(ClientCommand::parse).transpose();
        let command = command.map_err(|error| Failure::Error(error.to_string()))?;
        Ok(Some(Play { plan, command }))
    }
}

/// A file; a word that is none is the name of a scenario that ships.
fn read(file: &Path) -> Result<Plan, Failure> {
    let name = file.display();
    let is_word = file.extension().is_none() && file.components().count() == 1;
    if is_word && !file.exists() {
        return match Shipped::find(&name.to_string()) {
            Ok(shipped) => Ok(shipped.plan()),
            Err(error) => Err(Failure::Error(format!("{}: {error}", shorten(&name.to_string())))),
        };
    }
    let text = text_of(file).map_err(|error| {
        Failure::Error(format!(
            "cannot read {name}: {}: name a scenario, a JSON file or one that ships",
            why(&error)
        ))
    })?;
    Plan::parse(&name.to_string(), &text).map_err(|error| Failure::Error(error.to_string()))
}

/// The name of a scenario, and what is wrong with it if it is none.
type Listed = (String, Result<Plan, String>);

/// Writes what each scenario is about: those that ship, or the files of a folder.
pub fn list(folder: Option<&Path>, format: Format) -> Result<Outcome, Failure> {
    let scenarios = match folder {
        None => SCENARIOS.iter().map(|it| (it.name.to_owned(), Ok(it.plan()))).collect(),
        Some(folder) => of_folder(folder)?,
    };
    let width = scenarios.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut output = Output::new();
    let mut is_fine = true;
    for (name, plan) in scenarios {
        is_fine &= plan.is_ok();
        let line = match (format, plan) {
            (Format::Text, Ok(plan)) => format!("{name:<width$}  {}", plan.name()),
            (Format::Json, Ok(plan)) => {
                json!({ "name": name, "scenario": plan.name() }).to_string()
            }
            (Format::Text, Err(error)) => format!("{name:<width$}  is none: {error}"),
            (Format::Json, Err(error)) => json!({ "name": name, "error": error }).to_string(),
        };
        output.line(line.as_bytes())?;
    }
    output.flush()?;
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

/// The JSON files of a folder, by name, and what is wrong with those that are no scenarios.
fn of_folder(folder: &Path) -> Result<Vec<Listed>, Failure> {
    let refused = |why: &str| {
        let folder = folder.display();
        Failure::Error(format!("cannot list {folder}: {why}: name a folder with scenarios"))
    };
    let entries = std::fs::read_dir(folder).map_err(|error| refused(&why(&error)))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort_by_key(|file| file.file_stem().map(ToOwned::to_owned));
    if files.is_empty() {
        return Err(refused("no JSON file is in it"));
    }
    let told = |file: PathBuf| {
        let plan = read(&file).map_err(|failure| match failure {
            Failure::Error(error) => error,
            Failure::ClosedPipe => unreachable!("nothing is written"),
        });
        (file.display().to_string(), plan)
    };
    Ok(files.into_iter().map(told).collect())
}

impl Play {
    /// The server that the scenario wants.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Plays it to its end, and prints.
    pub async fn run(&self, mock: &Mock, format: Format) -> Result<Outcome, Failure> {
        let mut output = Output::new();
        if self.command.is_none() {
            output.line(super::ports(mock, format).as_bytes())?;
            output.flush()?;
        }
        let played = self.plan.play(mock, self.command.as_ref());
        let played = tokio::select! {
            played = played => played,
            () = self.prompt(mock) => unreachable!("it goes on for ever"),
        };
        let played = played.map_err(|error| Failure::Error(error.to_string()))?;
        let text = match format {
            Format::Json => serde_json::to_string(&played).unwrap_or_default(),
            Format::Text => report(&played, Output::is_coloured()),
        };
        output.line(text.as_bytes())?;
        output.flush()?;
        Ok(if played.met { Outcome::Fine } else { Outcome::Findings })
    }

    /// Tells whoever runs the client what to do.
    async fn prompt(&self, mock: &Mock) {
        if self.command.is_none() {
            to_stderr(format_args!("waiting for a client: {}", self.plan.name()));
            let mut log = std::pin::pin!(mock.log(0));
            while let Some(entry) = log.next().await {
                if let (LogKind::Note, Some(note)) = (entry.kind, entry.reason) {
                    to_stderr(note);
                }
            }
        }
        std::future::pending().await
    }
}

fn report(played: &Played, is_coloured: bool) -> String {
    let coloured = |colour: &str, text: &str| {
        if is_coloured { format!("\x1b[{colour}m{text}\x1b[0m") } else { text.to_owned() }
    };
    let mut text = format!("scenario: {}\n", played.scenario);
    for verdict in &played.verdicts {
        let word = if verdict.met { coloured("32", "met  ") } else { coloured("31", "UNMET") };
        let _ = writeln!(text, "  {word}  {}", verdict.sentence);
    }
    if let Some(note) = &played.note {
        let _ = writeln!(text, "  {note}");
    }
    let (all, unmet) =
        (played.verdicts.len(), played.verdicts.iter().filter(|verdict| !verdict.met).count());
    let (is, plural) = if unmet == 1 { ("is", "") } else { ("are", "s") };
    let end = match (unmet, all) {
        (0, 1) => "the expectation is met".to_owned(),
        (0, _) => format!("all {all} expectations are met"),
        (_, 1) => "the expectation is unmet".to_owned(),
        _ => format!(
            "{unmet} of {all} expectation{} {is} unmet",
            if all == 1 { plural } else { "s" }
        ),
    };
    text.push_str(&end);
    text
}
