//! The `realtime` command as `cargo realtime` runs it. Cargo builds an example with the features that
//! the tests give to the dependencies, so what `cargo test --all-features` has built is not built
//! again; what is installed is the binary.

fn main() -> std::process::ExitCode {
    purposepath_realtime::cli::run()
}
