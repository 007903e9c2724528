//! `realtime generate`, into a folder outside the checkout.

use std::fs;
use std::path::Path;

use super::{run, shown};

#[test]
fn artifacts_are_written_to_a_folder_of_their_own_and_to_no_other() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("removed");
    }
    let out = folder.to_str().expect("UTF-8");
    let generate = || shown(&run(&["generate", "--out", out], ""));
    let first = generate();
    let (_, counts) = first.rsplit_once("wrote ").expect("something is written");
    let (_, counts) = counts.split_once('\n').expect("a last line");
    let count = counts.split_once(' ').expect("a count").0;
    let told = format!("{count} artifacts: {count} written, 0 unchanged; 0 removed\n");
    assert_eq!(counts, format!("{told}--- stderr\n--- exit 0\n"));

    let meta = folder.join("schema/meta.json");
    fs::write(folder.join("schema/extra.json"), "").expect("written");
    fs::write(folder.join("schema/capture.json"), "").expect("written");
    let told = format!(
        "{count} artifacts: 1 written, {} unchanged; 1 removed\n",
        count.parse::<usize>().expect("a count") - 1
    );
    let said = ["wrote schema/capture.json\nremoved schema/extra.json\n", &told].concat();
    assert_eq!(generate(), format!("{said}--- stderr\n--- exit 0\n"));

    fs::remove_file(meta).expect("removed");
    let told = format!(
        "error: {out} is not empty: name an empty folder, or one that this command wrote\n"
    );
    assert_eq!(generate(), format!("--- stderr\n{told}--- exit 2\n"));
}
