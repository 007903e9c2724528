//! The `realtime` command; see `realtime --help`.

fn main() -> std::process::ExitCode {
    purposepath_realtime::cli::run()
}
