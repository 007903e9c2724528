//! What each source file of the library imports, read from its text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::tree::{files, root};

/// A source file of the library and the path of its module; `lib` is the root.
pub struct Source {
    pub file: String,
    pub module: Vec<String>,
    pub tokens: Vec<String>,
}

impl Source {
    /// The path of the module from the root of the crate.
    fn scope(&self) -> &[String] {
        if self.module == ["lib"] { &[] } else { &self.module }
    }

    fn defines(&self, name: &str) -> bool {
        let is_definition = |word: &str| {
            matches!(word, "struct" | "enum" | "trait" | "type" | "const" | "static" | "fn")
        };
        self.tokens.windows(2).any(|pair| is_definition(&pair[0]) && pair[1] == name)
    }

    /// The tokens up to the file's own tests, which may import what they like.
    pub fn code(&self) -> &[String] {
        let is_tests = |pair: &[String]| pair[0] == "mod" && pair[1] == "tests";
        let end = self.tokens.windows(2).position(is_tests).unwrap_or(self.tokens.len());
        &self.tokens[..end]
    }
}

pub fn sources() -> Vec<Source> {
    files("src", &["rs"]).iter().map(|path| source(path)).collect()
}

fn source(path: &Path) -> Source {
    let file = path.to_string_lossy().into_owned();
    let tokens = tokens(&fs::read_to_string(root().join(path)).unwrap());
    Source { file, module: module_of(path), tokens }
}

/// The path below `src`, without the ending.
fn module_of(path: &Path) -> Vec<String> {
    let parts = path.with_extension("");
    parts.iter().skip(1).map(|part| part.to_string_lossy().into_owned()).collect()
}

/// Names and punctuation, without comments, texts and lifetimes; `::` is one token.
pub fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("r#\"") {
            rest.find("\"#").map_or(rest.len(), |end| end + 2)
        } else if first == '"' {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, char)| {
                let ends = *char == '"' && !escaped;
                escaped = *char == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |(at, _)| at + 1)
        } else if first == '\'' {
            let chars: Vec<char> = rest.chars().take(4).collect();
            match chars.as_slice() {
                ['\'', '\\', ..] => rest[3..].find('\'').map_or(rest.len(), |at| at + 4),
                ['\'', char, '\'', ..] => char.len_utf8() + 2,
                _ => 1,
            }
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|char: char| !char.is_alphanumeric() && char != '_');
            let len = end.unwrap_or(rest.len());
            tokens.push(rest[..len].to_owned());
            len
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[len..];
    }
    tokens
}

/// The paths behind the `::` at `at`, one per name in braces, and the index behind them.
fn tree(tokens: &[String], at: usize) -> (Vec<Vec<String>>, usize) {
    match tokens.get(at).map(String::as_str) {
        Some("{") => {
            let (mut paths, mut at) = (Vec::new(), at + 1);
            loop {
                match tokens.get(at).map(String::as_str) {
                    Some("}") | None => return (paths, at + 1),
                    Some(",") => at += 1,
                    Some("as") => at += 2,
                    Some(_) => {
                        let (more, behind) = tree(tokens, at);
                        paths.extend(more);
                        at = behind;
                    }
                }
            }
        }
        Some(name) => {
            let (mut rest, mut behind) = (vec![Vec::new()], at + 1);
            if tokens.get(behind).is_some_and(|token| token == "::") {
                (rest, behind) = tree(tokens, behind + 1);
            }
            for path in &mut rest {
                path.insert(0, name.to_owned());
            }
            (rest, behind)
        }
        None => (Vec::new(), at),
    }
}

/// A path in a file, from the root of the crate.
pub struct Import {
    pub path: Vec<String>,
    /// Whether it is a `pub use`, which passes a name on.
    pub is_passed_on: bool,
}

/// Every path in the file that starts at the root of the crate, above the file, or at one of these
/// modules inside it.
pub fn imports(source: &Source, children: &[&str]) -> Vec<Import> {
    let mut imports = Vec::new();
    // Whether each open brace is that of an inline module, in which `super` is the file itself.
    let mut braces = Vec::new();
    let tokens = source.code();
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => braces.push(at >= 2 && tokens[at - 2] == "mod"),
            "}" => drop(braces.pop()),
            _ => {}
        }
        let follows = at > 0 && tokens[at - 1] == "::";
        if follows || tokens.get(at + 1).is_none_or(|next| next != "::") {
            continue;
        }
        let (base, behind): (&[String], usize) = match token.as_str() {
            "crate" => (&[], at + 2),
            "super" => {
                let steps = tokens[at..].chunks(2).take_while(|step| step[0] == "super").count();
                let inline = braces.iter().filter(|inline| **inline).count();
                let up = steps.saturating_sub(inline);
                if up == 0 {
                    continue;
                }
                (&source.module[..source.module.len() - up], at + 2 * steps)
            }
            child if children.contains(&child) => (source.scope(), at),
            _ => continue,
        };
        let is_passed_on =
            at > 1 && tokens[at - 1] == "use" && matches!(tokens[at - 2].as_str(), "pub" | ")");
        let (paths, _) = tree(tokens, behind);
        imports.extend(
            paths.into_iter().map(|path| Import { path: [base, &path].concat(), is_passed_on }),
        );
    }
    imports
}

/// Which file a name comes from, wherever it is passed on.
pub struct Names<'a> {
    files: BTreeMap<&'a [String], &'a Source>,
    /// By the module that passes it on: the name, or `*`, and where it comes from.
    passed_on: BTreeMap<&'a [String], Vec<(String, Vec<String>)>>,
}

impl<'a> Names<'a> {
    pub fn new(sources: &'a [Source]) -> Self {
        let files = sources.iter().map(|source| (source.scope(), source)).collect();
        let mut names = Names { files, passed_on: BTreeMap::new() };
        let passed_on = sources.iter().map(|source| {
            let imports = imports(source, &names.children(source)).into_iter();
            let passed_on = imports.filter(|import| import.is_passed_on);
            let named = passed_on.map(|it| (it.path.last().cloned().unwrap_or_default(), it.path));
            (source.scope(), named.collect())
        });
        names.passed_on = passed_on.collect();
        names
    }

    fn children(&self, source: &Source) -> Vec<&'a str> {
        let scope = source.scope();
        let is_child =
            |module: &&[String]| module.len() == scope.len() + 1 && module.starts_with(scope);
        self.files.keys().copied().filter(is_child).map(|it| it[it.len() - 1].as_str()).collect()
    }

    /// The file of the innermost module on the path, or that from which it has the name behind it.
    fn file(&self, path: &[String]) -> Option<&'a Source> {
        let len = (0..=path.len()).rev().find(|len| self.files.contains_key(&path[..*len]))?;
        let (module, rest) = path.split_at(len);
        rest.first().and_then(|name| self.origin(module, name)).or(self.files.get(module).copied())
    }

    /// The file from which a module has a name, if it passes the name on.
    fn origin(&self, module: &[String], name: &String) -> Option<&'a Source> {
        self.passed_on.get(module).into_iter().flatten().find_map(|(passed_on, from)| {
            let (last, of) = from.split_last()?;
            match passed_on.as_str() {
                "*" => self
                    .origin(of, name)
                    .or_else(|| self.files.get(of).copied().filter(|source| source.defines(name))),
                it if it == name && last == name => self.file(from),
                _ => None,
            }
        })
    }

    /// The files that a file imports. That a file passes on what stands in its folder is no import;
    /// that a file uses what the file of its own folder holds is none either: from outside, a file
    /// and its folder are one.
    pub fn imported(&self, source: &Source) -> Vec<&'a Source> {
        let imports = imports(source, &self.children(source)).into_iter();
        let files = imports.filter(|it| !it.is_passed_on).filter_map(|it| self.file(&it.path));
        files.filter(|file| !source.module.starts_with(&file.module)).collect()
    }
}

/// The roots of library and command, which import everything and from which only names come.
pub fn is_root(source: &Source) -> bool {
    matches!(source.module[0].as_str(), "lib" | "bin")
}

/// The modules that the names at the root of the crate come from.
pub fn root_names(sources: &[Source]) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    let mut add = |file: &str, prefix: &[String]| {
        let source = sources.iter().find(|source| source.file == file).unwrap();
        let tokens = &source.tokens;
        for at in (0..tokens.len()).filter(|at| tokens[*at] == "use" && *at > 0) {
            for path in tree(tokens, at + 1).0 {
                let (name, module) = path.split_last().unwrap();
                names.entry(name.clone()).or_insert([prefix, module].concat());
            }
        }
    };
    add("src/lib.rs", &[]);
    add("src/value.rs", &["value".to_owned()]);
    add("src/event.rs", &["event".to_owned()]);
    names
}

#[test]
fn the_walk_sees_what_files_import() {
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    let text = r#"
        //! use crate::codec;
        use std::fmt;
        use crate::{json::{Field, Kind}, value::{self as values, Id}};
        use super::{Event, registry::field};
        const A: &str = "crate::mock::x";
        const B: char = '"';
        fn a<'a>(it: &'a crate::payload::Object) -> super::super::Top { $crate::describe::x!() }
        pub(crate) mod sealed { use super::Read; use super::super::Event; }
    "#;
    let source =
        Source { file: String::new(), module: module("event::goal"), tokens: tokens(text) };
    let found: Vec<String> =
        imports(&source, &[]).iter().map(|import| import.path.join("::")).collect();
    let expected = [
        "json::Field",
        "json::Kind",
        "value::self",
        "value::Id",
        "event::Event",
        "event::registry::field",
        "payload::Object",
        "Top",
        "describe::x",
        "event::Event",
    ];
    assert_eq!(found, expected);
}
