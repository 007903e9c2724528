//! Why a capture cannot be replayed.

use std::io;
use std::path::PathBuf;

use crate::mock::file_error::FileError;
use crate::os_error::why;

/// What can be replayed.
const ADVICE: &str =
    "name a capture, or a file with a frame on each line, as `realtime convert` writes it";

/// Why a capture cannot be replayed.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReplayError {
    /// The file cannot be read.
    Io {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A line is none of a capture.
    Broken(FileError),
    /// The file begins neither as a capture does nor with a frame.
    Other(FileError),
}

impl std::fmt::Display for ReplayError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReplayError::Io { file, error } => {
                let why = why(error);
                write!(f, "cannot read {}: {why}: {ADVICE}", file.display())
            }
            ReplayError::Broken(error) => error.fmt(f),
            ReplayError::Other(error) => write!(f, "{error}: {ADVICE}"),
        }
    }
}

impl std::error::Error for ReplayError {}
