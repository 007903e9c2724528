//! What a change means to the peers of a version, and in which order to deploy.

use std::fmt;

/// What follows from a change in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Old and new read each other: deploy in any order.
    Any,
    /// The old read the new only as receivers of servers: servers before clients.
    ServersFirst,
    /// Clients before servers.
    ClientsFirst,
    /// Neither order works.
    Break,
    /// Every frame is read, but peers act on it differently.
    Warn,
    /// Against the rules by which versions are kept apart.
    Error,
}

impl Verdict {
    /// The verdict on frames from the server to clients, from who reads whom: whether old clients
    /// read what the new server writes, and new clients what the old server writes.
    pub fn of(old_reads_new: bool, new_reads_old: bool) -> Self {
        match (old_reads_new, new_reads_old) {
            (true, true) => Verdict::Any,
            (true, false) => Verdict::ServersFirst,
            (false, true) => Verdict::ClientsFirst,
            (false, false) => Verdict::Break,
        }
    }

    /// The same change in frames from clients to the server: there the new clients are the writers.
    #[must_use]
    pub fn exchanged(self) -> Self {
        match self {
            Verdict::ServersFirst => Verdict::ClientsFirst,
            Verdict::ClientsFirst => Verdict::ServersFirst,
            same => same,
        }
    }

    /// As it is written: `=`, `S`, `C`, `X`, `warn`, `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Any => "=",
            Verdict::ServersFirst => "S",
            Verdict::ClientsFirst => "C",
            Verdict::Break => "X",
            Verdict::Warn => "warn",
            Verdict::Error => "error",
        }
    }

    /// How much it matters.
    pub const fn level(self) -> Level {
        match self {
            Verdict::Any => Level::Info,
            Verdict::ServersFirst | Verdict::Warn => Level::Warn,
            Verdict::ClientsFirst | Verdict::Break | Verdict::Error => Level::Error,
        }
    }

    /// In which order to deploy.
    pub const fn order(self) -> &'static str {
        match self {
            Verdict::Any => "any order",
            Verdict::ServersFirst => "servers before clients",
            Verdict::ClientsFirst => "clients before servers",
            Verdict::Break => "no order works",
            Verdict::Warn => "any order, but peers of both versions act differently",
            Verdict::Error => "not until it is mended",
        }
    }

    /// Who breaks, if somebody deploys in the wrong order, or at all.
    pub const fn who_breaks(self) -> &'static str {
        match self {
            Verdict::Any => "nobody",
            Verdict::ServersFirst => "new clients on an old server",
            Verdict::ClientsFirst => "old clients on a new server; browser tabs stay open for days",
            Verdict::Break => "old clients on a new server, and new clients on an old one",
            Verdict::Warn => "nobody's reading; old and new clients act differently",
            Verdict::Error => "whoever relies on the version",
        }
    }

    /// What can be taken back.
    pub const fn way_back(self) -> &'static str {
        match self {
            Verdict::Any | Verdict::Warn => "either side can be rolled back",
            Verdict::ServersFirst => "no server rollback once clients are out",
            Verdict::ClientsFirst => "no client rollback once servers are out",
            Verdict::Break => "both sides together, or not at all",
            Verdict::Error => "mend the definition",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How much a change matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// To know.
    Info,
    /// Mind the order.
    Warn,
    /// Fails.
    Error,
}

impl Level {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warn => "warn",
            Level::Error => "error",
        }
    }

    /// One level lower.
    #[must_use]
    pub const fn lowered(self) -> Self {
        match self {
            Level::Error => Level::Warn,
            Level::Warn | Level::Info => Level::Info,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
