//! A folder of its own for as long as it is needed.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

use crate::cli::Failure;
use crate::os_error::why;

pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new() -> Result<Self, Failure> {
        let folder = env::temp_dir();
        for number in 0..1000 {
            let path = folder.join(format!("realtime-prove-{}-{number}", process::id()));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Scratch(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    let folder = folder.display();
                    return Err(Failure::Error(format!(
                        "cannot write to {folder}: {}: set TMPDIR to a folder that can be written",
                        why(&error)
                    )));
                }
            }
        }
        Err(Failure::Error(format!("{} is full of folders realtime-prove-…", folder.display())))
    }

    pub(super) fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
