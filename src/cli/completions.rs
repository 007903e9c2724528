//! Writes what makes a shell complete the command.

use clap_complete::Shell;

use super::{Failure, Outcome, Output};

const EXAMPLES: &str = "\
Examples:
  echo 'eval \"$(realtime completions bash)\"' >> ~/.bashrc
  realtime completions zsh > \"${fpath[1]}/_realtime\"
  realtime completions fish > ~/.config/fish/completions/realtime.fish
  realtime completions powershell >> $PROFILE

Exit codes: 0 success, 2 wrong usage or output that cannot be written.";

/// Write what makes a shell complete this command and its options
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

/// Writes it.
pub fn run(arguments: &Arguments, mut command: clap::Command) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "realtime", &mut script);
    let mut output = Output::new();
    output.line(script.trim_ascii_end())?;
    output.flush()?;
    Ok(Outcome::Fine)
}
