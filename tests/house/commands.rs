//! The tests that a document names are there: a filter that fits none passes, and proves nothing.

use std::fs;

use super::imports::tokens;
use super::markdown::documents;
use super::tree::{files, root};

/// A command that runs tests of one target: `--test NAME` or `--lib`, and a part of their names.
struct Filtered {
    target: String,
    filters: Vec<String>,
}

/// The commands in the inline code of a line, without those that stand for others, as `--test NAME`.
fn filtered(line: &str) -> Vec<Filtered> {
    let code = line.split('`').skip(1).step_by(2);
    let command = |code: &str| {
        let mut words = code.split(' ').skip_while(|word| !matches!(*word, "--test" | "--lib"));
        let target = match words.next()? {
            "--lib" => "lib",
            _ => words.next()?,
        };
        let filters: Vec<String> = words.filter(|it| *it != "--").map(str::to_owned).collect();
        (target != "NAME").then(|| Filtered { target: target.to_owned(), filters })
    };
    code.filter_map(command).collect()
}

/// The names of the tests of a target, with their modules.
fn tests(target: &str) -> Vec<String> {
    let folder = if target == "lib" { "src".to_owned() } else { format!("tests/{target}") };
    let mut names = Vec::new();
    for path in files(&folder, &["rs"]) {
        let module = path.strip_prefix(&folder).unwrap().with_extension("");
        let module: Vec<_> = module.iter().map(|part| part.to_string_lossy()).collect();
        let tokens = tokens(&fs::read_to_string(root().join(&path)).unwrap());
        let is_test = |at: &usize| {
            let attribute = tokens[..*at].iter().rposition(|token| token == "#");
            let attribute = attribute.map_or(&[][..], |hash| &tokens[hash..*at]);
            tokens[*at] == "fn" && attribute.iter().any(|token| token == "test")
        };
        let tests = (0..tokens.len() - 1).filter(is_test).map(|at| &tokens[at + 1]);
        names.extend(tests.map(|name| format!("{}::{name}", module.join("::"))));
    }
    names
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let mut seen = 0;
    for (path, markdown) in documents() {
        for (index, line) in markdown.lines().enumerate() {
            for Filtered { target, filters } in filtered(line) {
                let names = tests_of(&target, &path, index + 1);
                for filter in filters {
                    assert!(
                        names.iter().any(|name| name.contains(&filter)),
                        "{path}:{}: no test of `{target}` has `{filter}` in its name, so the \
                         command runs none: correct it",
                        index + 1
                    );
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "only {seen} commands are seen");
}

fn tests_of(target: &str, path: &str, line: usize) -> Vec<String> {
    let main = format!("tests/{target}/main.rs");
    assert!(
        target == "lib" || root().join(&main).is_file(),
        "{path}:{line}: `--test {target}`: there is no {main}"
    );
    tests(target)
}

#[test]
fn one_command_runs_what_holds_the_imports() {
    let (_, contributing) =
        documents().into_iter().find(|(path, _)| path == "CONTRIBUTING.md").unwrap();
    let (_, text) = contributing.split_once("**One layer**").unwrap();
    let command = text.lines().take(3).flat_map(filtered).next().unwrap();
    assert_eq!(command.target, "house");
    for name in ["directions::imports_run_one_way", "directions::no_file_imports_itself"] {
        assert!(
            command.filters.iter().any(|filter| name.contains(filter)),
            "CONTRIBUTING.md: the command for one layer does not run `{name}`: correct its filter"
        );
    }
}
