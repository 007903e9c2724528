//! The scenarios that ship with the crate, from `examples/scenarios/`.

/// A scenario that ships: one for each promise of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shipped {
    /// Its name, that of its file: `one-socket`.
    pub name: &'static str,
    /// The file.
    pub text: &'static str,
}

/// Every scenario that ships, by name.
pub static SCENARIOS: &[Shipped] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));
