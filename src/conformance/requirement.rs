//! What a requirement is. The rows stand in a file for each role.

closed_enum! {
    /// Who has to keep a requirement.
    pub enum Role {
        /// Whoever sends events and answers commands: `realtime conform` checks it.
        Server = "server",
        /// Whoever reads frames: the vectors of the codec check it.
        Reader = "reader",
        /// Whoever keeps a connection: the vectors of the connection, of delivery, of endpoints and of inputs
        /// check it, and the scenarios.
        Client = "client",
        /// Whoever decides about the events of API Gateway: the vectors of the backend check it.
        Backend = "backend",
        /// Whoever sends a frame to many connections: the vectors of the fan-out check it.
        Publisher = "publisher",
    }
}

closed_enum! {
    /// How much depends on a requirement, in the words of RFC 2119.
    pub enum Level {
        /// Without it, others go wrong.
        Must = "MUST",
        /// There may be a reason against it: then it stands among the expected failures.
        Should = "SHOULD",
        /// Left to the implementation; what it does is reported.
        May = "MAY",
    }
}

/// What has to hold, of whom, and where it is written.
#[derive(Debug)]
#[non_exhaustive]
pub struct Requirement {
    /// Its name: an area, a dot, a name. Never changes once it is released.
    pub id: &'static str,
    /// Who has to keep it.
    pub role: Role,
    /// How much depends on it.
    pub level: Level,
    /// Where it is written: a page of the reference and the anchor of a heading,
    /// `protocol.md#authentication`.
    pub clause: &'static str,
    /// What has to hold, as a sentence with the word of its level.
    pub statement: &'static str,
    /// What to do when it does not hold, as a sentence.
    pub remedy: &'static str,
    /// The requirements without which it cannot be looked at.
    pub needs: &'static [&'static str],
}

/// The rows of a role: `id LEVEL clause [needs]; statement; remedy;`.
macro_rules! requirements {
    ($role:ident $(
        $id:literal $level:ident $clause:literal [$($need:literal),*];
        $statement:literal;
        $remedy:literal;
    )*) => {
        pub(super) const ROWS: &[crate::conformance::Requirement] =
            &[$(crate::conformance::Requirement {
                id: $id,
                role: crate::conformance::Role::$role,
                level: crate::conformance::Level::$level,
                clause: $clause,
                statement: $statement,
                remedy: $remedy,
                needs: &[$($need),*],
            }),*];
    };
}
