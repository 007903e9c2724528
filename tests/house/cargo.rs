//! Cargo, as tests run it.

use std::env;
use std::process::Command;

/// Cargo without the variables that it sets for what it runs: build scripts that look at them, as that
/// of `ring` does, would run again, here and then in the developer's shell, and all that depends on
/// them would be compiled again.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let is_of_package = ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|it| text.starts_with(it));
        if is_of_package || text == "OUT_DIR" {
            cargo.env_remove(name);
        }
    }
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}
