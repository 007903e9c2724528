//! Seeded traffic: valid, varied events that follow from a number alone.
//!
//! There is no clock, no hand-kept list of events and no number whose width depends on the machine:
//! the same seed gives the same frames everywhere. An event is written from its registry row and
//! its keys, and read back by the codec, so a new row is sampled without a line here.

use fastrand::Rng;

use crate::envelope::Header;
use crate::event::{EVENTS, EventType};
use crate::json::{IdType, Kind, Presence, Writer};
use crate::payload::Object;
use crate::{Envelope, Message, decode};

mod scene;
mod story;
mod text;
mod world;

pub use story::Story;

use scene::Scene;
use world::World;

/// An endless stream of events in a small world of tenants, users, goals and the like, whose ids
/// recur and whose status, priority and progress carry on from one event to the next.
///
/// Its time starts at `2025-11-03T14:30:00.000Z` and moves on by up to a minute an event. Every
/// event of the registry occurs, with each value of its enumerations, with and without its optional
/// keys; only listed values occur, so each frame is valid in the strict schema too.
#[derive(Clone, Debug)]
pub struct Sampler {
    rng: Rng,
    world: World,
    types: Vec<EventType>,
}

impl Sampler {
    /// All that follows from this seed.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let world = World::new(&mut rng);
        Sampler { rng, world, types: EVENTS.iter().map(|row| row.event_type).collect() }
    }

    /// Only events of these types; none given means all.
    #[must_use]
    pub fn of(mut self, types: &[EventType]) -> Self {
        if !types.is_empty() {
            self.types = types.to_vec();
        }
        self
    }

    /// The next event.
    pub fn sample(&mut self) -> Envelope {
        let index = below(&mut self.rng, self.types.len());
        let event_type = self.types[index];
        self.sample_type(event_type)
    }

    /// The next event, of this type.
    pub fn sample_type(&mut self, event_type: EventType) -> Envelope {
        let frame = self.frame(event_type);
        self.world.pass_time(&mut self.rng);
        read(&frame)
    }

    fn frame(&mut self, event_type: EventType) -> String {
        let row = event_type.row();
        let mut scene = Scene::new(&mut self.rng, &mut self.world, row);
        let mut frame = String::with_capacity(512);
        let mut out = Writer::new(&mut frame);
        out.raw("{\"type\":");
        out.string(row.wire_type);
        for field in Header::FIELDS {
            // A `ping` may go without all of it, and has no tenant.
            let is_possible = row.tenant.is_some()
                || !matches!(field.kind, Kind::Id(IdType { name: "TenantId", .. }));
            let is_due = field.presence == Presence::Required && !row.fields.is_empty();
            if is_due || (is_possible && scene.chance(1, 2)) {
                out.key(field);
                out.raw(&scene.header_value(field));
            }
        }
        if !row.fields.is_empty() {
            out.raw(",\"data\":");
            out.raw(&scene.data());
        }
        out.raw("}");
        frame
    }
}

impl Iterator for Sampler {
    type Item = Envelope;

    fn next(&mut self) -> Option<Envelope> {
        Some(self.sample())
    }
}

fn read(frame: &str) -> Envelope {
    match decode(frame) {
        Ok(Message::Event(envelope)) => envelope,
        other => unreachable!("a sample is an event: {other:?}"),
    }
}

/// A number from 0 to `len` − 1, the same on machines of any width.
fn below(rng: &mut Rng, len: usize) -> usize {
    rng.u64(..len as u64) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Encode, Event, decode_reporting};

    fn frames(seed: u64, count: usize) -> Vec<String> {
        Sampler::new(seed).take(count).map(|it| it.encode().expect("fits")).collect()
    }

    #[test]
    fn a_seed_gives_the_same_frames_again_and_another_seed_others() {
        assert_eq!(frames(7, 500), frames(7, 500));
        assert_ne!(frames(7, 500), frames(8, 500));
    }

    #[test]
    fn every_sample_is_read_as_it_is_written() {
        for seed in 0..20 {
            for (sample, frame) in Sampler::new(seed).zip(frames(seed, 500)) {
                let (message, report) = decode_reporting(&frame).expect("valid");
                assert_eq!(message, Message::Event(sample));
                assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{frame}");
            }
        }
    }

    #[test]
    fn every_event_occurs_with_every_value_and_with_and_without_each_optional_key() {
        for row in EVENTS {
            let frames: Vec<_> = Sampler::new(1)
                .of(&[row.event_type])
                .take(300)
                .map(|sample| sample.encode().expect("fits"))
                .collect();
            for field in row.fields {
                let key = format!("\"{}\":", field.key);
                let data =
                    |frame: &String| frame.split_once("\"data\":").expect("data").1.to_owned();
                let with = frames.iter().filter(|frame| data(frame).contains(&key)).count();
                let is_varied = with > 0 && with < frames.len();
                assert_eq!(is_varied, field.presence == Presence::Optional, "{key} of {row:?}");
                let null = format!("{key}null");
                let is_null = frames.iter().any(|frame| frame.contains(&null));
                assert_eq!(is_null, field.presence == Presence::Nullable, "{key} of {row:?}");
                if let Kind::Enum(enumeration) = field.kind {
                    for value in enumeration.values {
                        let pair = format!("{key}\"{}\"", value.text);
                        let occurs = frames.iter().any(|frame| frame.contains(&pair));
                        let narrow = row.wire_type == "goal.activated";
                        assert!(occurs || narrow, "{pair} of {}", row.wire_type);
                    }
                }
            }
        }
    }

    #[test]
    fn ids_recur_and_a_status_carries_on() {
        let types = [EventType::ActionStatusChanged];
        let changes: Vec<_> = Sampler::new(3)
            .of(&types)
            .take(200)
            .map(|sample| match sample.into_event() {
                Event::ActionStatusChanged(change) => change,
                other => panic!("{other:?}"),
            })
            .collect();
        let actions: BTreeSet<_> = changes.iter().map(|change| &change.action_id).collect();
        assert!(actions.len() < 20, "{}", actions.len());
        for (index, change) in changes.iter().enumerate() {
            assert_ne!(change.previous_status, change.new_status);
            let before = changes[..index].iter().rev().find(|it| it.action_id == change.action_id);
            if let Some(before) = before {
                assert_eq!(before.new_status, change.previous_status);
            }
        }
    }

    #[test]
    fn texts_hold_unicode_and_escapes() {
        let frames = frames(0, 1000).concat();
        for part in ["\\n", "\\\"", "\\\\", "é", "🎯", "売", "\"description\":\"\"", "\"tags\":[]"]
        {
            assert!(frames.contains(part), "{part}");
        }
    }
}
