//! A folder that the command takes for a checkout, with the definitions that a test puts there.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use purposepath_realtime::PROTOCOL_VERSION;
use purposepath_realtime::codegen::RELEASED;
use purposepath_realtime::definition::Definition;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::text;

/// The definition of this crate, which the command compares, as another version.
pub fn definition(version: &str, edit: impl FnOnce(&mut Value)) -> String {
    let mut definition = serde_json::to_value(Definition::of_this_crate()).expect("JSON");
    definition["protocolVersion"] = version.into();
    edit(&mut definition);
    format!("{definition:#}\n")
}

/// An edit of an older definition after which `goal.created` has lost a required key.
pub fn changed(definition: &mut Value) {
    keys(definition, "goal.created").push(json!({
        "key": "colour", "kind": "text", "optional": false, "nullable": false,
    }));
}

/// The keys of an event.
pub fn keys<'a>(definition: &'a mut Value, wire_type: &str) -> &'a mut Vec<Value> {
    let events = definition["events"].as_array_mut().expect("events");
    let event = events.iter_mut().find(|event| event["type"] == wire_type).expect("the event");
    event["keys"].as_array_mut().expect("keys")
}

pub struct Checkout {
    pub folder: PathBuf,
}

impl Checkout {
    /// An empty one, without git.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("breaking").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let checkout = Checkout { folder };
        checkout.write("Cargo.toml", "[package]\nname = \"purposepath-realtime\"\n");
        checkout
    }

    /// One in which a version is out that differs from this one as `edit` says.
    pub fn with_released(name: &str, version: &str, edit: impl FnOnce(&mut Value)) -> Self {
        let checkout = Checkout::new(name);
        let path = format!("schema/released/{version}.json");
        checkout.write(&path, &definition(version, edit));
        checkout
    }

    /// A repository whose first commit has this definition, and whose branch `work` has what this crate
    /// says.
    pub fn with_git(name: &str, first: &str) -> Self {
        let checkout = Checkout::new(name);
        checkout.write("schema/meta.json", first);
        checkout.git("init --quiet --initial-branch main");
        checkout.commit("the first");
        checkout.git("checkout --quiet -b work");
        checkout.write("schema/meta.json", &definition(PROTOCOL_VERSION, |_| ()));
        checkout.commit("the work");
        checkout
    }

    /// A clone of another one, as git clones with these options.
    pub fn clone_of(other: &Checkout, name: &str, options: &str) -> Self {
        let clone = Checkout::new(name);
        fs::remove_dir_all(&clone.folder).expect("it is there");
        let (from, to) = (other.folder.display(), clone.folder.display());
        other.git(&format!("clone --quiet {options} file://{from} {to}"));
        clone
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("written");
        let is_released = path.parent().is_some_and(|it| it.ends_with(RELEASED));
        if is_released && path.extension().is_some_and(|it| it == "json") {
            self.write_sum(path.file_name().expect("a name").to_str().expect("UTF-8"), text);
        }
    }

    /// Notes the sum of a released definition, in place of the one that it had.
    fn write_sum(&self, name: &str, text: &str) {
        let path = self.folder.join(RELEASED).join("SHA256SUMS");
        let sums = fs::read_to_string(&path).unwrap_or_default();
        let others = sums.lines().filter(|line| !line.ends_with(&format!("  {name}")));
        let sum: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        let own = format!("{sum}  {name}");
        let lines: Vec<&str> = others.chain([&*own]).collect();
        fs::write(&path, lines.join("\n") + "\n").expect("written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).expect("it is there")
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.folder.join(path)).expect("it is there");
    }

    pub fn commit(&self, message: &str) {
        self.git("add --all");
        self.git(&format!("commit --quiet --allow-empty --message {}", message.replace(' ', "-")));
    }

    /// Runs git with words that have no spaces; what it answers.
    pub fn git(&self, arguments: &str) -> String {
        let mut git = self.command("git");
        let output =
            git.args(arguments.split(' ')).output().expect("install git: apt-get install git");
        assert!(output.status.success(), "git {arguments}: {}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    }

    pub fn realtime(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_realtime"));
        command.args(arguments).output().expect("the command is built")
    }

    /// A program in the folder, for which there is no git above and no settings of a user.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.folder)
            .env_remove("CARGO_MANIFEST_DIR")
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .env("GIT_CEILING_DIRECTORIES", self.folder.parent().expect("a folder"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "A Person");
            command.env(format!("GIT_{role}_EMAIL"), "person@example.com");
        }
        command
    }

    /// Compares, and gives what comes of it as the document for programs.
    pub fn json(&self, arguments: &[&str]) -> (Value, i32) {
        let all = [&["breaking", "--format", "json"], arguments].concat();
        let output = self.realtime(&all);
        let code = output.status.code().expect("not killed");
        let document = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{arguments:?}: {}", text(&output.stderr)));
        (document, code)
    }

    /// The rules of what is found, and the exit code.
    pub fn rules(&self, arguments: &[&str]) -> (Vec<String>, i32) {
        let (document, code) = self.json(arguments);
        let changes = document["changes"].as_array().expect("a list");
        let rule = |change: &Value| change["rule"].as_str().expect("a name").to_owned();
        (changes.iter().map(rule).collect(), code)
    }

    /// What is said of arguments that cannot be followed.
    pub fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.realtime(&[&["breaking"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stdout));
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let told = text(&output.stderr);
        assert_eq!(told.lines().count(), 1, "{arguments:?}: {told}");
        told.strip_prefix("error: ").expect("an error").trim_end().to_owned()
    }
}
