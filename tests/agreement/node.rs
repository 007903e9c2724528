//! The TypeScript side, run in Node.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const INSTALL: &str = "Node 20 or newer is needed to compare Rust with TypeScript: install it from \
                       https://nodejs.org or with `apt-get install nodejs`";

/// A build of the npm package.
pub struct Decoder {
    folder: PathBuf,
}

/// What the comparison printed, and whether it found no disagreement.
pub struct Report {
    pub text: String,
    pub agrees: bool,
}

impl Decoder {
    pub fn built() -> Self {
        Decoder { folder: root().join("bindings") }
    }

    /// A copy of the package in which one text of one module is replaced.
    pub fn patched(&self, module: &str, from: &str, to: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agreement");
        copy(&self.folder, &folder);
        let path = folder.join(module);
        let text = fs::read_to_string(&path).expect("the module is there");
        assert!(text.contains(from), "{module} does not say {from}");
        fs::write(path, text.replace(from, to)).expect("the target folder can be written");
        Decoder { folder }
    }

    /// Compares the verdicts, one a line, with those of this build.
    pub fn compare(&self, lines: &[String]) -> Report {
        let mut node = Command::new("node")
            .arg(root().join("tests/agreement.mjs"))
            .arg(self.folder.join("esm/index.js"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{INSTALL} ({error})"));
        let input = lines.join("\n") + "\n";
        let mut stdin = node.stdin.take().expect("it is piped");
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = node.wait_with_output().expect("node was started");
        let written = writer.join().expect("the writer does not panic");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let counted = text.contains("agreement: ");
        assert!(written.is_ok() && counted, "tests/agreement.mjs broke off: {INSTALL}\n{text}");
        Report { text, agrees: output.status.success() }
    }
}

/// Copies the package.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the target folder can be written");
    for entry in fs::read_dir(from).expect("the package can be read") {
        let path = entry.expect("the package can be read").path();
        let name = path.file_name().expect("listed files have names");
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("the target folder can be written");
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
