//! What a client may rely on when events are delivered, and what not.

/// One rule of delivery.
#[derive(Debug)]
#[non_exhaustive]
pub struct DeliveryRule {
    /// What it is about.
    pub subject: &'static str,
    /// The rule, in Markdown.
    pub doc: &'static str,
}

/// Every rule of delivery ([delivery]).
///
/// [delivery]: https://github.com/purposepath/realtime/blob/main/docs/reference/protocol.md#delivery
pub static DELIVERY: &[DeliveryRule] = &[
    DeliveryRule {
        subject: "Receivers",
        doc: "Every connection of the tenant, the actor's own included.",
    },
    DeliveryRule {
        subject: "Guarantee",
        doc: "At most once: what is sent while a client is away, the client never sees.",
    },
    DeliveryRule {
        subject: "Order",
        doc: "None. An event that is older than the newest seen of its type and entity is stale.",
    },
    DeliveryRule {
        subject: "Repeats",
        doc: "Possible. The same `eventId` is the same sending; without one, the same type, entity \
              and timestamp. Ids that are very long are not remembered (`DEDUPE_MAX_ID`).",
    },
    DeliveryRule {
        subject: "Other tenants",
        doc: "A client drops an event whose `tenantId` is not its own. One without any `tenantId` \
              is delivered if its type is known; if not, only to a handler for unknown events.",
    },
    DeliveryRule {
        subject: "History",
        doc: "None today. Announced: the last 100 events a tenant, `lastEventId`, sequence numbers.",
    },
];
