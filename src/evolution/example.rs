//! For each rule a change that falls under it, as somebody might make it.

use super::rules::RuleId;

impl RuleId {
    /// A change that falls under the rule: what was there, and what is.
    pub const fn example(self) -> &'static str {
        match self {
            Self::EventAdded => "`goal.archived` gets a row",
            Self::EventRemoved => "the row of `goal.archived` is deleted",
            Self::EventRemovedReserved => {
                "the row of `goal.archived` is deleted, and `goal.archived` is reserved at `events`"
            }
            Self::BareEventAdded => "`wake`, an event like `ping`, gets a row",
            Self::BareEventRemoved => "the row of `ping` is deleted",
            Self::BareAllowed => "a frame of `wake` needs no `timestamp` and `data` any more",
            Self::BareForbidden => "`ping` needs a `timestamp`",
            Self::AreaErrorAdded => "`billing.error` gets a row, with the keys of `error`",
            Self::AreaErrorAddedUnlike => "`billing.error` gets a row, and its `code` is optional",
            Self::AreaErrorRemoved => {
                "the row of `billing.error`, with the keys of `error`, is deleted"
            }
            Self::AreaErrorRemovedUnlike => {
                "the row of `billing.error`, whose `code` is optional, is deleted"
            }
            Self::Renamed => "`reason` becomes `pauseReason`, with the alias `reason`",
            Self::RenamedBack => {
                "`pauseReason`, with the alias `reason`, becomes `reason` without one"
            }
            Self::Swapped => {
                "`reason`, with the alias `pauseReason`, becomes `pauseReason`, with the alias \
                        `reason`"
            }
            Self::SuspectedRename => "`reason` is deleted, and `cause`, a text too, is new",
            Self::AliasAdded => "`reason` gets the alias `why`",
            Self::AliasRemoved => "`reason` loses the alias `why`",
            Self::SpellingCollides => {
                "`why`, an alias of `reason` until now, is an optional key of its own"
            }
            Self::RequiredSpellingCollides => {
                "`why`, an alias of `reason` until now, is a required key of its own"
            }
            Self::BecameAlias => "`why`, an optional key until now, is an alias of `reason`",
            Self::RequiredBecameAlias => "`why`, a required key until now, is an alias of `reason`",
            Self::RequiredKeyAdded => {
                "`goal.created` gets the key `colour`, a text that has to be there"
            }
            Self::RequiredKeyRemoved => "`goal.created` loses the required key `title`",
            Self::OptionalKeyAdded => "`goal.created` gets the optional key `colour`",
            Self::OptionalKeyRemoved => "`goal.created` loses the optional key `colour`",
            Self::OptionalKeyRemovedReserved => {
                "`goal.created` loses the optional key `colour`, which is reserved at \
                 `events.goal.created.keys`"
            }
            Self::PresenceLoosened => "`title` is optional, and was required",
            Self::PresenceTightened => "`title` is required, and was optional",
            Self::KindWidened => "`dueDate` is a text, and was a date",
            Self::KindNarrowed => "`dueDate` is a date, and was a text",
            Self::KindChanged => "`progress` is a text, and was a number",
            Self::KindRenamed => "`ownerId` is a `PersonId`, and was a `UserId`",
            Self::SeveralChanges => "`dueDate` was a required date, and is an optional number",
            Self::TwinAllowed => "`measureId` may stand beside `kpiId`, with the same value",
            Self::TwinForbidden => "`measureId` may not stand beside `kpiId` any more",
            Self::OpenValueAdded => "`GoalStatus`, which is open, gets the value `archived`",
            Self::OpenValueRemoved => "`GoalStatus`, which is open, loses the value `archived`",
            Self::OpenValueRemovedReserved => {
                "`GoalStatus`, which is open, loses the value `archived`, which is reserved at \
                 `enumerations.GoalStatus.values`"
            }
            Self::ClosedValueAdded => "`EntityType`, if it is closed, gets the value `team`",
            Self::ClosedValueRemoved => "`EntityType`, if it is closed, loses the value `team`",
            Self::EnumerationOpened => "`EntityType` is open, and was closed",
            Self::EnumerationClosed => "`EntityType` is closed, and was open",
            Self::CommandAdded => "`action: subscribe` gets a row",
            Self::CommandRemoved => "the row of `action: subscribe` is deleted",
            Self::LimitRaised => "`MAX_FRAME_BYTES` is 256 KiB, and was 128 KiB",
            Self::LimitLowered => "`MAX_FRAME_BYTES` is 64 KiB, and was 128 KiB",
            Self::DiscriminatorChanged => "`auth` is told by `type`, and was told by `action`",
            Self::DirectionChanged => "`pong` is sent by clients only, and was sent by both",
            Self::TenantRuleChanged => {
                "the tenant of a payload is compared under `orgId`, and was under `tenantId`"
            }
            Self::AreaRuleChanged => {
                "types that end in `.fault` are errors, and those in `.error` were"
            }
            Self::GatewayKeyAdded => "the gateway's frame needs the key `region`",
            Self::GatewayKeyRemoved => "the gateway's frame needs no `requestId` any more",
            Self::GatewayKeyNarrowed => "`requestId` is a date, and was a text",
            Self::GatewayKeyWidened => "`requestId` is a text, and was a date",
            Self::ErrorCodeRemoved => "the row of `RATE_LIMIT_EXCEEDED` is deleted",
            Self::BehaviourChanged => {
                "the recovery of `UNAUTHORIZED` is `stop`, and was `reauthenticate`"
            }
            Self::ReservedAdded => "`colour` is reserved at `events.goal.created.keys`",
            Self::ReservedRemoved => {
                "`colour` is not reserved at `events.goal.created.keys` any more"
            }
            Self::ReservedReused => {
                "`colour`, reserved at `events.goal.created.keys`, is a key of `goal.created`"
            }
            Self::RemovedTooEarly => {
                "a key says `remove_after: \"1.4\"`, and version 1.3 does not have it any more"
            }
            Self::MadeProvisional => "`goal.created` is provisional, and was stable",
            Self::MadeStable => "`goal.paused` is stable, and was provisional",
            Self::VersionNotRaised => "a key is new, and `PROTOCOL_VERSION` is what it was",
            Self::AcceptedEdited => {
                "an entry of version 1.1 gets another reason, though 1.1 is out"
            }
            Self::AcceptedStale => "an entry names a change that was taken back since",
            Self::ReleasedEdited => "schema/released/1.0.json is generated again",
            Self::ChangelogNotWritten => "a key is new, and CHANGELOG.md has no line about it",
            Self::Deprecated => "`reason` says `deprecated: \"1.2\"`",
            Self::SourceChanged => "the type of `goal.created` is called `NewGoal` in the source",
            Self::DocumentationChanged => "`goal.created` says in other words when it is sent",
        }
    }
}
