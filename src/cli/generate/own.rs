//! Whether this binary may write the artifacts of a checkout: only if it was built there, from the sources
//! that are there now. An installed one would write those of other sources over them.

use std::path::Path;
use std::{env, fs};

use super::sources::{of_place, of_sources};
use crate::PROTOCOL_VERSION;
use crate::cli::Failure;
use crate::definition::version;

/// Refuses if it may not. Cargo, which builds before it runs, is known by the variable that it sets; a
/// binary that is shipped has no place.
pub fn refuse_another(root: &Path, subcommand: &str) -> Result<(), Failure> {
    let is_by_cargo = env::var_os("CARGO_MANIFEST_DIR").is_some();
    let is_of_sources = of_sources(root).is_ok_and(|it| it == env!("REALTIME_SOURCES"));
    let is_of_place = of_place(root).is_ok_and(|it| it == env!("REALTIME_PLACE"));
    if is_of_sources && (is_by_cargo || is_of_place) {
        return Ok(());
    }
    let of_checkout = version_of(root).filter(|it| version(it) > version(PROTOCOL_VERSION));
    let why = match of_checkout {
        Some(newer) => {
            format!("this `realtime` is of protocol {PROTOCOL_VERSION}, the checkout of {newer}")
        }
        None if is_of_sources => "this `realtime` was not built in this checkout".to_owned(),
        None => "this `realtime` was not built from the sources of this checkout".to_owned(),
    };
    let advice = if is_by_cargo {
        "after `touch build.rs` if that has been done"
    } else {
        "which builds it there"
    };
    Err(Failure::Error(format!("{why}: run `cargo realtime {subcommand}`, {advice}")))
}

/// The version of the protocol that a checkout is of: its source's, or that of its artifacts if that is
/// higher.
fn version_of(root: &Path) -> Option<String> {
    let behind = |file: &str, mark: &str| {
        let text = fs::read_to_string(root.join(file)).ok()?;
        let (_, rest) = text.split_once(mark)?;
        let (version, _) = rest.split_once('"')?;
        Some(version.to_owned())
    };
    let of_source = behind("src/lib.rs", "PROTOCOL_VERSION: &str = \"");
    let of_artifacts = behind("schema/meta.json", "\"protocolVersion\": \"");
    of_source.into_iter().chain(of_artifacts).max_by_key(|it| version(it))
}
