//! What a backend behind API Gateway does about its events ([feature] `gateway`): a [`Request`] of the
//! gateway in, a [`Reaction`] out. Nothing here sends, stores, looks at a clock or verifies a token:
//! the service does, in the order of the effects.
//!
//! A `$connect`, a `$disconnect` and a `ping` say at once what to do. An `auth` takes two steps, since
//! whether a token is good only the service knows: a [`Claim`] comes out, and from what the service
//! finds follows the rest.
//!
//! ```
//! use purposepath_realtime::backend::{Effect, Identity, Next, Request, Terms};
//! use purposepath_realtime::prelude::*;
//!
//! /// What a handler does with an event: `verify` and `apply` are the service's own.
//! fn handle(request: &Request<'_>, now: Timestamp) -> Result<u16, Box<dyn std::error::Error>> {
//!     let reaction = match request.next(&Terms::default(), now) {
//!         Next::React(reaction) => reaction,
//!         Next::Verify(claim) => match verify(claim.token().expose_secret()) {
//!             Ok(identity) => claim.accepted(identity, None, now)?,
//!             Err(why) => claim.refused(ErrorCode::Unauthorized, why, now)?,
//!         },
//!     };
//!     for effect in &reaction.effects {
//!         apply(&reaction.connection, effect)?; // The first that fails ends it: answer 500.
//!     }
//!     Ok(reaction.status)
//! }
//! # fn verify(token: &str) -> Result<Identity, &'static str> {
//! #     let Some((tenant, user)) = token.split_once('/') else { return Err("This is no token.") };
//! #     let ids = (TenantId::new(tenant), UserId::new(user));
//! #     let (Ok(tenant), Ok(user)) = ids else { return Err("This token names nobody.") };
//! #     Ok(Identity::new(tenant, user))
//! # }
//! # fn apply(_: &ConnectionId, effect: &Effect) -> Result<(), std::io::Error> {
//! #     DONE.with_borrow_mut(|done| done.push(effect.to_string()));
//! #     Ok(())
//! # }
//! # thread_local! { static DONE: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) } }
//!
//! # let now: Timestamp = "2025-11-03T14:30:00Z".parse()?;
//! let id = ConnectionId::new("L0SM9cOFvHcCIhw=")?;
//! let connect = Request::new(&id, "$connect");
//! assert_eq!(handle(&connect, now)?, 200);
//! let auth = r#"{"action":"auth","token":"tenant-123/user-456"}"#;
//! assert_eq!(handle(&Request::new(&id, "auth").with_body(auth), now)?, 200);
//! # DONE.with_borrow(|done| assert_eq!(done.as_slice(), [
//! #     "remember that it has not authenticated, until 2025-11-03T14:30:10.000Z",
//! #     "remember user-456 of tenant-123, until 2025-11-03T16:30:00.000Z",
//! #     "answer auth.success",
//! # ]));
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! [feature]: https://github.com/purposepath/realtime/blob/main/docs/rust.md#features

mod answer;
mod claim;
mod due;
mod effect;
mod happened;
mod record;
mod request;
mod terms;

pub use claim::{Claim, Next};
pub use effect::{Answer, Effect, Reaction};
pub use happened::{Happened, Unroutable};
pub use record::{Identity, Record};
pub use request::Request;
pub use terms::{AUTH_WITHIN_MS, FACTS, Terms};
