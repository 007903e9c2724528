//! The names that stand beside a field or a struct because a macro cannot make one: what the compiler
//! says if they are others than those that follow.

use crate::json::{is_same_key, snake_text};
use crate::lifecycle::{Sentence, equal, refuse};

/// Ends the compilation if the setter of a key is not called `with_` and the field's name.
pub(crate) const fn assert_setter(object: &str, field: &'static str, setter: &str) {
    let expected = Sentence::of(&["with_", snake_text(field)]);
    if !equal(expected.as_str(), setter) {
        refuse(Some(Sentence::of(&[
            "`",
            object,
            ".",
            field,
            "` says `#[setter(",
            setter,
            ")]`: write `#[setter(",
            expected.as_str(),
            ")]`",
        ])));
    }
}

/// Ends the compilation if the parts of an object are not called after it.
pub(crate) const fn assert_parts(object: &str, parts: &str) {
    let expected = Sentence::of(&[object, "Parts"]);
    if !equal(expected.as_str(), parts) {
        refuse(Some(Sentence::of(&[
            "`",
            object,
            "` says `#[parts(",
            parts,
            ")]`: write `#[parts(",
            expected.as_str(),
            ")]`",
        ])));
    }
}

/// Ends the compilation if arguments could be swapped: if two required keys, each with its type, share
/// a type.
pub(crate) const fn assert_told_apart(object: &str, required: &[(&str, &str)]) {
    let mut a = 0;
    while a < required.len() {
        let mut b = a + 1;
        while b < required.len() {
            if equal(required[a].1, required[b].1) {
                refuse(Some(Sentence::of(&[
                    "`",
                    object,
                    ".",
                    required[a].0,
                    "` and `",
                    required[b].0,
                    "` are both `",
                    required[a].1,
                    "`, so that swapped arguments would compile: add `#[parts(",
                    object,
                    "Parts)]` above the struct",
                ])));
            }
            b += 1;
        }
        a += 1;
    }
}

/// Ends the compilation if the accessor of an event is not called `as_` and the payload's name.
pub(crate) const fn assert_accessor(payload: &str, accessor: &str) {
    let mut is_right = match accessor.as_bytes() {
        [b'a', b's', b'_', ..] => is_same_key(payload, accessor.split_at(2).1),
        _ => false,
    };
    let mut index = 0;
    while index < accessor.len() {
        is_right &= !accessor.as_bytes()[index].is_ascii_uppercase();
        index += 1;
    }
    if !is_right {
        refuse(Some(Sentence::of(&[
            "the row of `",
            payload,
            "` names its accessor `",
            accessor,
            "`: write `as_` and the payload's name in snake_case",
        ])));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_follow_are_accepted() {
        assert_setter("GoalPaused", "reason", "with_reason");
        assert_setter("Shelf", "r#type", "with_type");
        assert_parts("GoalCreated", "GoalCreatedParts");
        assert_told_apart("GoalPaused", &[("tenant_id", "TenantId"), ("goal_id", "GoalId")]);
        assert_accessor("GoalCreated", "as_goal_created");
        assert_accessor("Ping", "as_ping");
    }

    #[test]
    #[should_panic(expected = "`GoalPaused.reason` says `#[setter(set_reason)]`: write \
                               `#[setter(with_reason)]`")]
    fn a_setter_is_called_after_its_key() {
        assert_setter("GoalPaused", "reason", "set_reason");
    }

    #[test]
    #[should_panic(expected = "`GoalCreated` says `#[parts(Parts)]`: write \
                               `#[parts(GoalCreatedParts)]`")]
    fn parts_are_called_after_their_object() {
        assert_parts("GoalCreated", "Parts");
    }

    #[test]
    #[should_panic(expected = "`Move.from` and `to` are both `UserId`, so that swapped arguments \
                               would compile: add `#[parts(MoveParts)]` above the struct")]
    fn arguments_that_could_be_swapped_are_named() {
        assert_told_apart("Move", &[("from", "UserId"), ("at", "Timestamp"), ("to", "UserId")]);
    }

    #[test]
    #[should_panic(
        expected = "the row of `GoalCreated` names its accessor `as_goalCreated`: write \
                               `as_` and the payload's name in snake_case"
    )]
    fn an_accessor_is_called_after_its_payload() {
        assert_accessor("GoalCreated", "as_goalCreated");
    }
}
