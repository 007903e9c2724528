//! 5,000 clients are cut off in the same millisecond, and the server takes 500 back a second: how
//! long until they are there again? Prints the tables of `docs/connection.md` and writes the plot.
//!
//! ```text
//! cargo run --release --example reconnect_storm
//! ```

mod fleet;
mod plot;
mod report;
#[path = "../../tests/connection/shell.rs"]
mod shell;

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let report = report::Report::measure();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/connection/reconnect-storm.svg");
    fs::create_dir_all(path.parent().expect("a folder"))?;
    fs::write(&path, plot::svg(&report.outcomes))?;
    print!("{}", report.markdown());
    println!("\nwrote docs/connection/reconnect-storm.svg");
    Ok(())
}
