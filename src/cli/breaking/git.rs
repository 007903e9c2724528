//! What git knows of an older version. It is asked for the names and the text of single files; nothing
//! is checked out, fetched or changed.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::files::{ACCEPTED, CHANGELOG, parse_accepted};
use crate::cli::Failure;
use crate::cli::generate::checkout;
use crate::codegen::RELEASED;
use crate::evolution::AcceptedChange;
use crate::json::shorten;
use crate::os_error::why;

/// The files from which a version follows, and those that tell of it.
const OF_THE_DEFINITION: &[&str] =
    &["src", "schema", "bindings", "Cargo.toml", ACCEPTED, CHANGELOG];

const NO_REMOTE: &str = "correct its name, since there is no remote to fetch it from";

/// The repository of the checkout.
pub(super) struct Repository {
    root: PathBuf,
}

/// What a commit says of the files that only grow.
pub(super) struct History {
    /// The commit.
    pub(super) commit: String,
    /// The versions that were out.
    pub(super) released: BTreeSet<String>,
    /// The definitions of these that are not any more what they were, and whether they are gone.
    pub(super) edited: Vec<(String, bool)>,
    /// What was accepted.
    pub(super) accepted: Vec<AcceptedChange>,
}

impl Repository {
    /// The repository that is asked for a ref.
    pub(super) fn of(reference: &str) -> Result<Self, Failure> {
        let shown = shorten(reference);
        let no =
            |why: String| Failure::Error(format!("{shown:?} is no file and no folder, and {why}"));
        let root = checkout("name a file or a folder").map_err(|failure| match failure {
            Failure::Error(why) => no(why),
            closed @ Failure::ClosedPipe => closed,
        })?;
        let repository = Repository { root };
        let output = repository.run(&["rev-parse", "--is-inside-work-tree"]).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                no("no git is installed that could know it as a ref: install git, or name a file or \
                    a folder"
                    .to_owned())
            } else {
                no(format!("git cannot be started: {}", why(&error)))
            }
        })?;
        if output.status.success() {
            return Ok(repository);
        }
        let complaint = complaint(&output);
        // Git says the same of a repository in which a file is damaged.
        let has_one = repository.root.join(".git").exists();
        Err(if has_one {
            no(format!(
                "git cannot read the repository in .git ({complaint}): mend it, or name a file or a \
                 folder"
            ))
        } else if complaint.starts_with("not a git repository") {
            no("the checkout is in no git repository that could know it as a ref: name a file or a \
                folder"
                .to_owned())
        } else {
            no(format!("git says: {complaint}"))
        })
    }

    /// That of a checkout of which git was asked already.
    pub(super) fn at(root: &Path) -> Self {
        Repository { root: root.to_owned() }
    }

    /// The commits at which HEAD and a ref parted: one, or several after merges across.
    pub(super) fn merge_bases(&self, reference: &str) -> Result<Vec<String>, Failure> {
        let shown = shorten(reference);
        if self.commit("HEAD")?.is_none() {
            return Err(Failure::Error(format!(
                "there is no commit yet, so nothing can be compared with {shown:?}: commit first, or \
                 name a file or a folder"
            )));
        }
        if reference.starts_with('-') || self.commit(reference)?.is_none() {
            let beyond = reference.find(['~', '^']).filter(|_| !reference.starts_with('-'));
            if let Some(at) = beyond
                && self.commit(&reference[..at])?.is_some()
                && self.is_shallow()?
            {
                return Err(Failure::Error(format!(
                    "this is a shallow clone that does not reach back to {shown:?}: deepen it with \
                     `git fetch --unshallow`"
                )));
            }
            let how = self.how_to_fetch(reference)?;
            return Err(Failure::Error(format!(
                "{shown:?} is no file, no folder and no git ref here: {how}"
            )));
        }
        let output = self.git(&["merge-base", "--all", "HEAD", reference])?;
        let commits: Vec<String> = text(&output).lines().map(str::to_owned).collect();
        if output.status.success() && !commits.is_empty() {
            return Ok(commits);
        }
        Err(Failure::Error(if self.is_shallow()? {
            format!(
                "this is a shallow clone that does not reach back to where HEAD left {shown:?}: \
                 deepen it with `git fetch --unshallow`"
            )
        } else {
            format!(
                "HEAD and {shown:?} have no commit in common: name a ref from which HEAD comes, or \
                 the definition as a file"
            )
        }))
    }

    fn is_shallow(&self) -> Result<bool, Failure> {
        let output = self.git(&["rev-parse", "--is-shallow-repository"])?;
        Ok(text(&output).trim() == "true")
    }

    /// Refuses changes that are not committed: what is compared would not be what is pushed.
    pub(super) fn refuse_changes(&self) -> Result<(), Failure> {
        let mut arguments = vec!["status", "--porcelain", "-z", "--no-renames", "--"];
        arguments.extend(OF_THE_DEFINITION);
        let output = self.wanted(&arguments)?;
        let listed = text(&output);
        let paths: Vec<&str> = listed.split('\0').filter_map(|entry| entry.get(3..)).collect();
        let Some(first) = paths.first() else { return Ok(()) };
        let which = match paths.len() {
            1 => format!("{first} has changes"),
            2 => format!("{first} and 1 more have changes"),
            count => format!("{first} and {} more have changes", count - 1),
        };
        Err(Failure::Error(format!(
            "{which} that are not committed, so what is compared would not be what is pushed: commit \
             them, or add `--allow-dirty`"
        )))
    }

    /// The text of a file of the checkout in a commit, if it was there.
    pub(super) fn show(&self, commit: &str, path: &str) -> Result<Option<String>, Failure> {
        if self.paths(commit, path)?.is_empty() {
            return Ok(None);
        }
        self.read(commit, path).map(Some)
    }

    /// The text of a file of the checkout in a commit that has it.
    pub(super) fn read(&self, commit: &str, path: &str) -> Result<String, Failure> {
        Ok(text(&self.wanted(&["show", &format!("{commit}:./{path}")])?))
    }

    /// All files of a folder of the checkout in a commit, those of its folders too.
    pub(super) fn tree(&self, commit: &str, path: &str) -> Result<Vec<String>, Failure> {
        self.list(&["ls-tree", "-r", "--name-only", "-z", commit, "--", path])
    }

    pub(super) fn history(&self, commit: &str) -> Result<History, Failure> {
        let version = |path: &str| {
            let name = path.strip_prefix(RELEASED)?.strip_prefix('/')?;
            name.strip_suffix(".json").map(str::to_owned)
        };
        let released = self.paths(commit, &format!("{RELEASED}/"))?;
        let mut diff = vec!["diff", "--name-status", "--no-renames", "--relative", "-z"];
        diff.extend([commit, "--", RELEASED]);
        let output = self.wanted(&diff)?;
        let listed = text(&output);
        let fields: Vec<&str> = listed.split('\0').collect();
        let edited = fields
            .as_chunks::<2>()
            .0
            .iter()
            .filter(|[status, path]| *status != "A" && version(path).is_some());
        let accepted = match self.show(commit, ACCEPTED)? {
            Some(text) => {
                let name = format!("{ACCEPTED} of the commit {commit}");
                parse_accepted(&name, &text)?.entries().to_vec()
            }
            None => Vec::new(),
        };
        Ok(History {
            commit: commit.to_owned(),
            released: released.iter().filter_map(|path| version(path)).collect(),
            edited: edited.map(|[status, path]| ((*path).to_owned(), *status == "D")).collect(),
            accepted,
        })
    }

    /// The files at a path of the checkout in a commit.
    fn paths(&self, commit: &str, path: &str) -> Result<Vec<String>, Failure> {
        self.list(&["ls-tree", "--name-only", "-z", commit, "--", path])
    }

    /// Names that git ends with NUL.
    fn list(&self, arguments: &[&str]) -> Result<Vec<String>, Failure> {
        let output = self.wanted(arguments)?;
        Ok(text(&output).split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
    }

    fn commit(&self, reference: &str) -> Result<Option<String>, Failure> {
        let commit = format!("{reference}^{{commit}}");
        let output = self.git(&["rev-parse", "--verify", "--quiet", &commit])?;
        Ok(output.status.success().then(|| text(&output).trim().to_owned()))
    }

    /// The command that fetches a ref, in a clone of one branch too.
    fn how_to_fetch(&self, reference: &str) -> Result<String, Failure> {
        let remotes = text(&self.wanted(&["remote"])?);
        let mut remotes = remotes.lines();
        let is_plain = |text: &str| {
            let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte);
            (1..100).contains(&text.len())
                && !text.starts_with('-')
                && text.bytes().all(is_of_a_name)
        };
        if !is_plain(reference) {
            return Ok("correct its name".to_owned());
        }
        if remotes.clone().any(|it| it == reference) {
            return Ok(format!(
                "{reference} is a remote, so name a branch of it, as in `--against {reference}/main`"
            ));
        }
        if is_full_hash(reference) {
            let output = self.git(&["cat-file", "-t", reference])?;
            let kind = text(&output);
            return Ok(match (output.status.success(), remotes.next()) {
                (true, _) => format!("it is a {}, so name a commit", kind.trim()),
                (false, Some(remote)) => format!("fetch it with `git fetch {remote} {reference}`"),
                (false, None) => NO_REMOTE.to_owned(),
            });
        }
        let of_a_remote =
            reference.split_once('/').filter(|(remote, _)| remotes.clone().any(|it| it == *remote));
        Ok(match (of_a_remote, remotes.next()) {
            (Some((remote, branch)), _) => format!(
                "fetch it with `git fetch {remote} +refs/heads/{branch}:refs/remotes/{reference}`"
            ),
            (None, Some(remote)) => {
                format!("fetch it with `git fetch {remote} {reference}:{reference}`")
            }
            (None, None) => NO_REMOTE.to_owned(),
        })
    }

    /// What git answers, if it can.
    fn wanted(&self, arguments: &[&str]) -> Result<Output, Failure> {
        let output = self.git(arguments)?;
        if output.status.success() {
            return Ok(output);
        }
        let name = arguments.first().copied().unwrap_or_default();
        Err(Failure::Error(format!("`git {name}` failed: {}", complaint(&output))))
    }

    fn git(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.run(arguments)
            .map_err(|error| Failure::Error(format!("git cannot be started: {}", why(&error))))
    }

    fn run(&self, arguments: &[&str]) -> io::Result<Output> {
        let mut git = Command::new("git");
        // What a hook says of its own repository need not be true of the checkout.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            git.env_remove(name);
        }
        git.arg("-C")
            .arg(&self.root)
            .args(["-c", "core.quotePath=false"])
            .args(arguments)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .stdin(Stdio::null())
            .output()
    }
}

/// Whether a name is that of an object, in SHA-1 or SHA-256: nobody fetches it to a ref.
fn is_full_hash(name: &str) -> bool {
    [40, 64].contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The first line of what git complains about.
fn complaint(output: &Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let line = stderr.lines().next().unwrap_or("it gives no reason");
    line.strip_prefix("fatal: ").unwrap_or(line).to_owned()
}
