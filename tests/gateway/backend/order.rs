//! Whatever arrives is answered in one of a few orders.

use proptest::prelude::*;
use purposepath_realtime::backend::{Effect, Next, Request, Terms};
use purposepath_realtime::{ErrorCode, Timestamp, decode};

use super::{id, identity};

proptest! {
    /// Whatever arrives: no panic, no token in what a log gets, and nobody is told before it is remembered.
    #[test]
    fn whatever_arrives_is_answered_in_order(
        route in prop::sample::select(vec!["$connect", "$disconnect", "$default", "auth", ""]),
        body in prop_oneof![
            Just(r#"{"action":"auth","token":"SECRET"}"#.to_owned()),
            r#"\{"(action|type)":"(auth|ping|pong|dance)"(,"token":("SECRET"|7|""))?\}"#,
            any::<String>(),
        ],
        token in prop::option::of(Just("SECRET")),
        reads_query in any::<bool>(),
        is_good in any::<bool>(),
        millis in any::<i64>(),
    ) {
        let (id, terms) = (id(), Terms::default().with_reads_query(reads_query));
        let now = Timestamp::from_unix_millis(millis).unwrap_or(Timestamp::MAX);
        let mut request = Request::new(&id, route).with_body(&*body);
        if let Some(token) = token {
            request = request.with_query("access_token", token);
        }
        let next = request.next(&terms, now);
        for text in [format!("{request:?} {next:?}"), request.happened().to_string()] {
            prop_assert!(!text.contains("SECRET"), "{}", text);
        }
        let reaction = match next {
            Next::React(reaction) => reaction,
            Next::Verify(claim) if is_good => claim.accepted(identity(), None, now).unwrap(),
            Next::Verify(claim) => claim.refused(ErrorCode::Unauthorized, "No.", now).unwrap(),
        };
        let shown = format!("{reaction:?}");
        prop_assert!(!shown.contains("SECRET"), "{}", shown);
        let order: Vec<_> = reaction.effects.iter().map(|effect| match effect {
            Effect::Remember(record) if record.identity.is_some() => "remember",
            Effect::Remember(_) => "wait",
            Effect::Forget => "forget",
            Effect::Answer(answer) => {
                decode(&answer.frame).unwrap();
                answer.wire_type
            }
            Effect::Close => "close",
        }).collect();
        const ALLOWED: &[&[&str]] = &[
            &[],
            &["wait"],
            &["forget"],
            &["remember"],
            &["remember", "auth.success"],
            &["forget", "auth.error", "close"],
            &["pong"],
            &["error"],
        ];
        prop_assert!(ALLOWED.contains(&&*order), "{:?}", order);
    }
}
