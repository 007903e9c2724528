//! What a rule is. The rules themselves are in `rules`.

use super::verdict::Verdict;

/// A kind of change, and what follows from it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule<Id: 'static> {
    /// Its name.
    pub id: Id,
    /// The same change the other way round, or why there is none.
    pub mirror: Mirror<Id>,
    /// What changed, as the end of a sentence that begins with the place.
    pub change: &'static str,
    /// The verdict from the server to clients; none where only a comparison of what is written and
    /// read can tell. From clients to the server it is the same with the two orders exchanged.
    pub verdict: Option<Verdict>,
    /// Whether the verdict may be stricter than what is written and read: then no frame shows it.
    pub policy: bool,
    /// Whether stored frames of the old version stay readable; none where the verdict tells.
    pub stored: Option<bool>,
    /// Whether only people or programmers notice: no version is raised for it.
    pub documentation: bool,
    /// What to do instead, or how to go about it.
    pub legal_way: &'static str,
    /// Why, for whoever meets the rule for the first time.
    pub explanation: &'static str,
}

/// The rule for the same change the other way round.
#[derive(Clone, Copy, Debug)]
pub enum Mirror<Id: 'static> {
    /// This one.
    Rule(Id),
    /// There is none, since …
    None(&'static str),
}

impl<Id> Rule<Id> {
    /// The verdict from the server to clients, and from clients to the server, as they are written;
    /// `?` where only a comparison tells.
    pub fn letters(&self) -> [&'static str; 2] {
        match self.verdict {
            Some(verdict) => [verdict.as_str(), verdict.exchanged().as_str()],
            None => ["?", "?"],
        }
    }

    /// Whether a reader of the new version reads frames that the old one wrote, by this verdict from
    /// the server to clients.
    pub fn keeps_stored_frames(&self, verdict: Verdict) -> bool {
        self.stored.unwrap_or(!matches!(verdict, Verdict::ServersFirst | Verdict::Break))
    }
}

/// Defines the rules: each row becomes a variant of `RuleId` and a row of `RULES`.
macro_rules! rules {
    ($(
        $id:ident = $text:literal $(mirror $mirror:ident)? $(alone $alone:literal)?
            => $($verdict:ident)? $(+ $mark:ident)*;
        $change:literal,
        $legal:literal,
        $explanation:literal;
    )+) => {
        closed_enum! {
            /// The name of a rule.
            pub enum RuleId {
                $(#[doc = $change] $id = $text,)+
            }
        }

        /// Every rule, one row each.
        pub static RULES: &[Rule<RuleId>] = &[$({
            #[allow(unused_mut)]
            let mut rule = Rule {
                id: RuleId::$id,
                mirror: rules!(@mirror $($mirror)? $($alone)?),
                change: $change,
                verdict: rules!(@verdict $($verdict)?),
                policy: false,
                stored: None,
                documentation: false,
                legal_way: $legal,
                explanation: $explanation,
            };
            $(rules!(@mark rule $mark);)*
            rule
        }),+];

        impl RuleId {
            /// Its row.
            pub fn rule(self) -> &'static Rule<RuleId> {
                self.row(RULES)
            }

            /// Its row in a table of rules that has a row for each.
            pub(super) fn row(self, rules: &[Rule<RuleId>]) -> &Rule<RuleId> {
                &rules[self as usize]
            }
        }
    };
    (@mirror $mirror:ident) => { Mirror::Rule(RuleId::$mirror) };
    (@mirror $alone:literal) => { Mirror::None($alone) };
    (@verdict) => { None };
    (@verdict $verdict:ident) => { Some(Verdict::$verdict) };
    (@mark $rule:ident policy) => { $rule.policy = true; };
    (@mark $rule:ident readable) => { $rule.stored = Some(true); };
    (@mark $rule:ident unreadable) => { $rule.stored = Some(false); };
    (@mark $rule:ident documentation) => { $rule.documentation = true; };
}
