//! A copy of the crate in which something is changed.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the copy, a text in it, and what takes its place.
pub type Edit<'a> = (&'a str, &'a str, &'a str);

/// Copies the crate to a folder of this name, as a workspace of its own, and edits the copy.
pub fn copy_crate(folder: &str, name: &str, edits: &[Edit]) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copy = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder).join(name);
    if copy.exists() {
        fs::remove_dir_all(&copy).unwrap();
    }
    copy_folder(root, &copy);
    edit(&copy.join("Cargo.toml"), "[features]", "[workspace]\n\n[features]");
    for (file, old, new) in edits {
        edit(&copy.join(file), old, new);
    }
    copy
}

/// Copies what is source in a folder.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let is_output = name == "target" || name == "node_modules";
        if path.is_file() {
            fs::copy(&path, to.join(name)).unwrap();
        } else if !is_output && !name.to_string_lossy().starts_with('.') {
            copy_folder(&path, &to.join(name));
        }
    }
}

/// Replaces a text, which the file has to hold.
pub fn edit(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{} holds no `{old}`: adapt this test", file.display());
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}
