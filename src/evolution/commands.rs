//! What changed among the commands.

use serde_json::{Value, json};

use super::change::{Found, Travels, Unread};
use super::frame::{Frame, Versions};
use super::keys::{self, Object, signature};
use super::names::Side;
use super::rules::RuleId;
use super::spellings;
use crate::definition::{Command, Direction};

/// The commands that both versions have: with the same discriminator if there is one, else with the
/// same type.
pub(super) fn pairs<'a>(versions: &Versions<'a>) -> Vec<(&'a Command, &'a Command)> {
    let new = versions.new.commands();
    let old = versions.old.commands().iter();
    old.filter_map(|old| Some((old, counterpart(old, versions.old.commands(), new)?))).collect()
}

fn counterpart<'a>(of: &Command, own: &[Command], others: &'a [Command]) -> Option<&'a Command> {
    let is_same =
        |a: &Command, b: &Command| a.wire_type == b.wire_type && a.discriminator == b.discriminator;
    let exact = others.iter().find(|other| is_same(of, other));
    exact.or_else(|| {
        let mut same_type = others.iter().filter(|other| other.wire_type == of.wire_type);
        same_type.find(|other| !own.iter().any(|it| is_same(it, other)))
    })
}

pub(super) fn travels(command: &Command) -> Travels {
    Travels::of(command.direction.unwrap_or(Direction::ClientToServer))
}

pub(super) fn compare(versions: &Versions<'_>, out: &mut Vec<Found>) {
    for (old, new) in pairs(versions) {
        kept(versions, old, new, out);
    }
    let (old, new) = (versions.old.commands(), versions.new.commands());
    let added = new.iter().filter(|it| counterpart(it, new, old).is_none());
    let mut added: Vec<&Command> = added.collect();
    for command in old.iter().filter(|it| counterpart(it, old, new).is_none()) {
        let place = format!("commands.{}", command.wire_type);
        spellings::removed_early(versions, &command.deprecation, &place, out);
        let of_old = Some(Frame::Command(command).write(versions, Side::Old, None));
        let before = json!(command.wire_type);
        let found = match added.iter().position(|it| is_alike(command, it)) {
            Some(at) => {
                let new = added.remove(at);
                let of_new = Some(Frame::Command(new).write(versions, Side::New, None));
                let after = json!(new.wire_type);
                Found::new(RuleId::SuspectedRename, place, before, after)
                    .travelling(travels(command).or(travels(new)))
                    .shown_by(Unread { of_new, of_old })
            }
            None => Found::new(RuleId::CommandRemoved, place, before, Value::Null)
                .travelling(travels(command))
                .shown_by(Unread { of_new: None, of_old }),
        };
        out.push(found);
    }
    for command in added {
        let place = format!("commands.{}", command.wire_type);
        let of_new = Some(Frame::Command(command).write(versions, Side::New, None));
        let found = Found::new(RuleId::CommandAdded, place, Value::Null, json!(command.wire_type));
        out.push(found.travelling(travels(command)).shown_by(Unread { of_new, of_old: None }));
    }
}

/// Whether two commands differ in their name alone, as far as readers can tell.
fn is_alike(old: &Command, new: &Command) -> bool {
    old.discriminator == new.discriminator && signature(&old.keys) == signature(&new.keys)
}

fn kept(versions: &Versions<'_>, old: &Command, new: &Command, out: &mut Vec<Found>) {
    let place = format!("commands.{}", old.wire_type);
    let travels = travels(old).or(travels(new));
    if old.discriminator != new.discriminator {
        let unread = Unread {
            of_new: Some(Frame::Command(new).write(versions, Side::New, None)),
            of_old: Some(Frame::Command(old).write(versions, Side::Old, None)),
        };
        let (before, after) = (json!(old.discriminator), json!(new.discriminator));
        let place = format!("{place}.discriminator");
        let found = Found::new(RuleId::DiscriminatorChanged, place, before, after);
        out.push(found.travelling(travels).shown_by(unread));
    } else if let (Some(before), Some(after)) = (old.direction, new.direction)
        && before != after
    {
        let place = format!("{place}.direction");
        let found = Found::new(RuleId::DirectionChanged, place, json!(before), json!(after));
        out.push(found.travelling(travels));
    }
    if old.name != new.name {
        let place = format!("{place}.name");
        out.push(Found::new(RuleId::SourceChanged, place, json!(old.name), json!(new.name)));
    }
    let start = out.len();
    spellings::deprecation(&old.deprecation, &new.deprecation, &place, out);
    for found in &mut out[start..] {
        found.travels = travels;
    }
    let list = format!("{place}.keys");
    let object = Object {
        place: list.clone(),
        reserved: [list.clone(), list],
        old: Frame::Command(old),
        new: Frame::Command(new),
        travels,
        provisional: false,
    };
    keys::compare(versions, &object, out);
}
