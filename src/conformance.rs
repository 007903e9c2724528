//! What an implementation has to keep: one row a requirement, data only. Who checks a row, and how,
//! stands elsewhere: `realtime conform` checks a server, the vectors a reader, the scenarios a client.
//!
//! An id never changes once it is released, and is never used for anything else: reports, lists of
//! expected failures and other implementations name it.

#[macro_use]
mod requirement;
mod backend;
mod client;
mod publisher;
mod reader;
mod server;

pub use requirement::{Level, Requirement, Role};

/// The rows of each role, in the order in which they are shown.
const TABLES: &[&[Requirement]] =
    &[server::ROWS, reader::ROWS, client::ROWS, backend::ROWS, publisher::ROWS];

/// Every requirement, by role.
pub fn requirements() -> impl Iterator<Item = &'static Requirement> {
    TABLES.iter().copied().flatten()
}

/// The requirement of this id.
pub fn requirement(id: &str) -> Option<&'static Requirement> {
    requirements().find(|row| row.id == id)
}

/// The requirements of one role.
pub fn requirements_of(role: Role) -> impl Iterator<Item = &'static Requirement> {
    requirements().filter(move |row| row.role == role)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn an_id_is_an_area_and_a_name_and_stands_once() {
        let mut ids = BTreeSet::new();
        for row in requirements() {
            let (area, name) = row.id.split_once('.').unwrap_or_default();
            let is_kebab = |text: &str| {
                text.split('-').all(|part| {
                    !part.is_empty()
                        && part.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
                })
            };
            assert!(
                is_kebab(area) && is_kebab(name),
                "{:?} is no id: write an area and a name, as in \"auth.wrong-token\"",
                row.id
            );
            assert!(ids.insert(row.id), "`{}` is the id of two rows", row.id);
            assert_eq!(requirement(row.id).map(|it| it.statement), Some(row.statement));
        }
    }

    #[test]
    fn a_statement_has_the_word_of_its_level_and_no_other() {
        for row in requirements() {
            for level in Level::ALL {
                let has = row.statement.split_whitespace().any(|word| word == level.as_str());
                assert_eq!(
                    has,
                    *level == row.level,
                    "`{}` is a {}: its statement says that word alone",
                    row.id,
                    row.level
                );
            }
            for (what, text) in [("statement", row.statement), ("remedy", row.remedy)] {
                assert!(text.ends_with('.'), "the {what} of `{}` is no sentence", row.id);
            }
        }
    }

    #[test]
    fn what_a_row_needs_stands_before_it_in_its_role() {
        let mut before: Vec<&Requirement> = Vec::new();
        for row in requirements() {
            for need in row.needs {
                assert!(
                    before.iter().any(|it| it.id == *need && it.role == row.role),
                    "`{}` needs `{need}`, which is no row before it",
                    row.id
                );
            }
            before.push(row);
        }
    }
}
