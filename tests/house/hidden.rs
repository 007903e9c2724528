//! No import hides what it imports: behind a glob or another name for the root, for a folder with
//! floors or for a module above the file, any name could stand, and nothing here would see which.

use super::directions::{assert_found, with};
use super::imports::{Source, imports, is_root};
use super::layers::{FLOORS, Floors};

/// The globs and the other names in the code of files; tests may import what they like.
pub fn hidden(sources: &[Source]) -> Vec<String> {
    let is_code = |source: &&Source| {
        !is_root(source) && source.module.last().is_none_or(|name| name != "tests")
    };
    sources.iter().filter(is_code).flat_map(hidden_in).collect()
}

fn hidden_in(source: &Source) -> Vec<String> {
    let file = &source.file;
    let mut faults: Vec<String> = other_names(source)
        .map(|written| {
            format!(
                "{file} says `{written}`: write the path out, `crate::module::Name`, since nobody \
                 looks behind another name"
            )
        })
        .collect();
    for import in imports(source, &[]) {
        let written = ["crate", &import.path.join("::")].join("::");
        let (last, above) = import.path.split_last().unwrap();
        let of = match last.as_str() {
            "*" | "self" => above,
            _ => &import.path,
        };
        let is_hiding = match last.as_str() {
            "*" | "self" if of.is_empty() => true,
            // A file passes on what stands in its own folder.
            "*" if import.is_passed_on && of.starts_with(&source.module) => false,
            _ => FLOORS.iter().any(|floors| hides_floors(floors, &source.module, of, last)),
        };
        if is_hiding {
            faults.push(format!(
                "{file} imports `{written}`: import each name that it needs from there, so that \
                 its layer and its floor are seen"
            ));
        }
    }
    faults
}

/// Whether a file inside a folder with floors imports, as a whole, that folder or a file of a higher
/// floor that it is a part of.
fn hides_floors(floors: &Floors, module: &[String], of: &[String], last: &str) -> bool {
    if !floors.hold(module) || !module.starts_with(of) {
        return false;
    }
    match of {
        [_] => true,
        _ => (last == "*" || last == "self") && floors.floor_of(of) > floors.floor_of(module),
    }
}

/// Where the root of the crate, or the module above, gets another name.
fn other_names(source: &Source) -> impl Iterator<Item = String> {
    source.code().windows(2).filter_map(|pair| match [&*pair[0], &*pair[1]] {
        ["crate" | "super", "as"] | ["crate", "self"] => Some(pair.join(" ")),
        _ => None,
    })
}

#[test]
fn what_hides_an_import_is_found() {
    for (file, line, written) in [
        ("src/codec/peek.rs", "use crate::*;", "crate::*"),
        ("src/codec.rs", "use super::*;", "crate::*"),
        ("src/codec/peek.rs", "use crate::{self as root};", "crate::self"),
        ("src/codec/peek.rs", "use super::super::{self as root};", "crate::self"),
        ("src/mock/clock.rs", "use super::*;", "crate::mock::*"),
        ("src/mock/clock.rs", "use crate::mock::{self as m};", "crate::mock::self"),
        ("src/mock/clock.rs", "use crate::{mock as m};", "crate::mock"),
        ("src/mock/clock.rs", "use crate::mock;", "crate::mock"),
        ("src/mock/scenario/plan.rs", "use super::*;", "crate::mock::scenario::*"),
        ("src/mock/clock.rs", "pub use super::*;", "crate::mock::*"),
    ] {
        let expected = format!(
            "{file} imports `{written}`: import each name that it needs from there, so that \
             its layer and its floor are seen"
        );
        assert_found(&hidden(&with(file, line)), &expected);
    }
    for (line, written) in [
        ("use crate as root;", "crate as"),
        ("use super as codec;", "super as"),
        ("use super::super as root;", "super as"),
        ("extern crate self as root;", "crate self"),
    ] {
        let expected = format!(
            "src/codec/peek.rs says `{written}`: write the path out, `crate::module::Name`, \
             since nobody looks behind another name"
        );
        assert_found(&hidden(&with("src/codec/peek.rs", line)), &expected);
    }
}
