//! What becomes due by the passing of time alone.

use super::answer;
use super::effect::{Effect, Reaction};
use super::record::Record;
use crate::value::{ConnectionId, Timestamp};

impl Record {
    /// What is to be done about a row whose time is over, for a sweep; `None` as long as it counts.
    ///
    /// Who did not authenticate in time is closed. Whose token has expired is told so first, and comes
    /// back with another. Forgotten last: what fails before that is met by the next sweep, and nobody stays
    /// who hears nothing and is not told.
    pub fn due(&self, connection: &ConnectionId, now: Timestamp) -> Option<Reaction> {
        if now < self.until {
            return None;
        }
        let told = self.identity.as_ref().and_then(|it| answer::expired(it.tenant.clone(), now));
        let effects = [told.map(Effect::Answer), Some(Effect::Close), Some(Effect::Forget)];
        Some(Reaction::of(connection, effects.into_iter().flatten()))
    }
}
