//! Records what travels, and replays what was recorded.

use std::fs;
use std::path::{Path, PathBuf};

use crate::mock::{Handle, Recorder, Replay};
use crate::os_error::why;

use super::super::{Failure, to_stderr};

/// What belongs to captures.
#[derive(clap::Args)]
#[command(next_help_heading = "Captures")]
pub struct CaptureArguments {
    /// Write every frame, in both directions, to this file; no token is in it
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,

    /// Send the events of a capture, or of a file of frames, again, once a client is authenticated
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,

    /// How many times faster than they were captured
    #[arg(long, value_name = "X", default_value_t = 1.0, requires = "replay", value_parser = speed)]
    speed: f64,

    /// Only events of this type; `*` stands for any text; may be given again
    #[arg(long, value_name = "TYPE", requires = "replay")]
    only: Vec<String>,

    /// As events of this tenant
    #[arg(long, value_name = "TENANT", requires = "replay")]
    as_tenant: Option<String>,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse::<f64>().ok().filter(|speed| (0.001..=1e6).contains(speed));
    speed.ok_or_else(|| "expected a number from 0.001 to 1000000".to_owned())
}

impl CaptureArguments {
    /// What is to be replayed, checked to its end.
    pub fn replay(&self) -> Result<Option<Replay>, Failure> {
        let Some(file) = &self.replay else { return Ok(None) };
        if self.as_tenant.as_deref() == Some("") {
            return Err(Failure::Error("--as-tenant is empty: name a tenant".to_owned()));
        }
        let place = |file: &Path| fs::canonicalize(file).ok();
        if self.record.as_deref().and_then(place).is_some_and(|it| place(file) == Some(it)) {
            return Err(Failure::Error(format!(
                "--record would overwrite {}, which --replay sends: record to another file",
                file.display()
            )));
        }
        let mut replay = Replay::of(file);
        replay.speed = self.speed;
        replay.only.clone_from(&self.only);
        replay.as_tenant.clone_from(&self.as_tenant);
        replay.check().map_err(|error| Failure::Error(error.to_string()))?;
        Ok(Some(replay))
    }

    /// Begins to record, if that was asked for.
    pub fn record(&self, server: &Handle) -> Result<Option<(Recorder, &Path)>, Failure> {
        let Some(file) = self.record.as_deref() else { return Ok(None) };
        let recorder = Recorder::start(server, file);
        recorder.map(|recorder| Some((recorder, file))).map_err(|error| unwritten(file, &error))
    }
}

/// Sends all of it, then waits for ever: the server goes on.
pub async fn play(replay: Option<&Replay>, server: &Handle) -> Failure {
    if let Some(replay) = replay {
        match replay.play(server).await {
            Ok(count) => to_stderr(format_args!("replayed {count} events")),
            Err(error) => return Failure::Error(error.to_string()),
        }
    }
    std::future::pending().await
}

/// Waits until all is in the file, once the server has stopped.
pub fn finish(recorder: Option<(Recorder, &Path)>) -> Result<(), Failure> {
    let Some((recorder, file)) = recorder else { return Ok(()) };
    let count = recorder.finish().map_err(|error| unwritten(file, &error))?;
    to_stderr(format_args!("recorded {count} frames in {}", file.display()));
    Ok(())
}

fn unwritten(file: &Path, error: &std::io::Error) -> Failure {
    Failure::Error(format!(
        "cannot write {}: {}: free some space or name another file",
        file.display(),
        why(error)
    ))
}
