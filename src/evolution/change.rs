//! One change, and what the rules say of it.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::rule::Rule;
use super::rules::{RULES, RuleId};
use super::verdict::{Level, Verdict};
use crate::definition::Direction;

/// One change between two versions, at the place where it is defined.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The rule that it falls under.
    pub rule: RuleId,
    /// Where: the keys of `meta.json`, an entry's name for its index.
    pub place: String,
    /// What the old version says there; null for nothing.
    pub before: Value,
    /// What the new version says there; null for nothing.
    pub after: Value,
    /// The verdict on frames from the server to clients, if it travels there.
    pub server_to_client: Option<Verdict>,
    /// The verdict on frames from clients to the server, if it travels there.
    pub client_to_server: Option<Verdict>,
    /// How much it matters.
    pub level: Level,
    /// What to do instead, or how to go about it.
    pub legal_way: &'static str,
    /// A frame that one version writes and the other does not read.
    pub witness: Option<String>,
    /// Whether the verdict is stricter than what is written and read.
    pub policy: bool,
    /// The verdict from the server to clients by what is written and read alone.
    pub inclusion: Verdict,
    /// Whether stored frames of the old version stay readable.
    pub keeps_stored_frames: bool,
    /// Tells this change from any other, in every run.
    pub fingerprint: String,
    /// Whether somebody accepted the finding.
    pub accepted: bool,
}

impl Change {
    /// A finding about the files that go with the definitions.
    pub(crate) fn of_files(rule: RuleId, place: String, before: Value, after: Value) -> Self {
        Found::new(rule, place, before, after).judged(RULES)
    }
}

/// In which directions something travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Travels {
    pub(super) server_to_client: bool,
    pub(super) client_to_server: bool,
}

impl Travels {
    pub(super) const NOWHERE: Travels =
        Travels { server_to_client: false, client_to_server: false };
    pub(super) const TO_CLIENTS: Travels =
        Travels { server_to_client: true, client_to_server: false };
    pub(super) const BOTH: Travels = Travels { server_to_client: true, client_to_server: true };

    pub(super) fn of(direction: Direction) -> Self {
        Travels {
            server_to_client: direction != Direction::ClientToServer,
            client_to_server: direction != Direction::ServerToClient,
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Travels {
            server_to_client: self.server_to_client || other.server_to_client,
            client_to_server: self.client_to_server || other.client_to_server,
        }
    }
}

/// The frames that show a change: one of the new version that the old does not read, and the other
/// way round.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread {
    pub(super) of_new: Option<String>,
    pub(super) of_old: Option<String>,
}

/// What a comparison finds, before the rules are asked.
pub(super) struct Found {
    pub(super) rule: RuleId,
    pub(super) place: String,
    pub(super) before: Value,
    pub(super) after: Value,
    pub(super) travels: Travels,
    pub(super) unread: Unread,
    pub(super) provisional: bool,
}

impl Found {
    pub(super) fn new(rule: RuleId, place: String, before: Value, after: Value) -> Self {
        Found {
            rule,
            place,
            before,
            after,
            travels: Travels::NOWHERE,
            unread: Unread::default(),
            provisional: false,
        }
    }

    pub(super) fn travelling(mut self, travels: Travels) -> Self {
        self.travels = travels;
        self
    }

    pub(super) fn shown_by(mut self, unread: Unread) -> Self {
        self.unread = unread;
        self
    }

    /// The verdict by what is written and read alone.
    fn inclusion(&self) -> Verdict {
        Verdict::of(self.unread.of_new.is_none(), self.unread.of_old.is_none())
    }

    /// What the rules say of it.
    pub(super) fn judged(self, rules: &[Rule<RuleId>]) -> Change {
        let inclusion = self.inclusion();
        let rule = self.rule.row(rules);
        let verdict = rule.verdict.unwrap_or(inclusion);
        // What peers do, and what a version says, concerns both sides.
        let travels = match verdict {
            Verdict::Warn | Verdict::Error => Travels::BOTH,
            _ => self.travels,
        };
        let server_to_client = travels.server_to_client.then_some(verdict);
        let client_to_server = travels.client_to_server.then_some(verdict.exchanged());
        let worst = [server_to_client, client_to_server].into_iter().flatten();
        let level = worst.map(Verdict::level).max().unwrap_or(Level::Info);
        let is_of_the_wire = matches!(
            verdict,
            Verdict::ServersFirst | Verdict::ClientsFirst | Verdict::Break | Verdict::Any
        );
        let fingerprint = fingerprint(rule.id, &self.place, &self.before, &self.after);
        let Unread { of_new, of_old } = self.unread;
        Change {
            rule: self.rule,
            place: self.place,
            before: self.before,
            after: self.after,
            server_to_client,
            client_to_server,
            level: if self.provisional && is_of_the_wire { level.lowered() } else { level },
            legal_way: rule.legal_way,
            witness: match verdict {
                Verdict::ServersFirst => of_old,
                Verdict::ClientsFirst => of_new,
                Verdict::Break => of_new.or(of_old),
                Verdict::Any | Verdict::Warn | Verdict::Error => None,
            },
            policy: rule.policy && inclusion != verdict,
            inclusion,
            keeps_stored_frames: rule.keeps_stored_frames(verdict),
            fingerprint,
            accepted: false,
        }
    }
}

/// The same on every machine, and readable where somebody accepted it.
fn fingerprint(rule: RuleId, place: &str, before: &Value, after: &Value) -> String {
    let digest = Sha256::digest(format!("{before}\n{after}"));
    let digest: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{rule}:{place}:{digest}")
}
