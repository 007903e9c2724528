use std::collections::{BTreeMap, BTreeSet};

use super::aside::TOLD;
use super::*;
use crate::event::{EVENTS, EventType};
use crate::value::{GoalStatus, IssueStatus};
use crate::{Encode, Message, decode_reporting};

fn tenant() -> TenantId {
    TenantId::new("tenant-9").expect("not empty")
}

/// So many events, one a second from the fixtures' time on.
fn told_events(seed: u64, count: i64) -> Vec<Envelope> {
    let mut story = Story::new(tenant(), seed);
    let time = |index| Timestamp::from_unix_millis(1_762_180_200_000 + index * 1_000);
    (0..count).map(|index| story.next(time(index).expect("a time"))).collect()
}

#[test]
fn a_seed_gives_the_same_events_again_and_another_seed_others() {
    assert_eq!(told_events(7, 500), told_events(7, 500));
    assert_ne!(told_events(7, 500), told_events(8, 500));
}

/// The types that so many events of a story are of.
fn types(mut story: Story, count: i64) -> BTreeSet<EventType> {
    let time = |index| Timestamp::from_unix_millis(1_762_180_200_000 + index * 1_000);
    (0..count).map(|at| story.next(time(at).expect("a time")).event().event_type()).collect()
}

/// What to do where the threads tell other events than `TOLD` lists.
fn advice(told: &BTreeSet<EventType>, listed: &BTreeSet<EventType>) -> String {
    let unlisted = told.difference(listed).map(|it| {
        format!("a thread of the story tells `{it}`: add EventType::{it:?} to TOLD in src/sample/story/aside.rs")
    });
    let untold = listed.difference(told).map(|it| {
        format!("no thread of the story tells `{it}`: tell it there, or remove EventType::{it:?} from TOLD in src/sample/story/aside.rs")
    });
    unlisted.chain(untold).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_list_of_what_the_threads_tell_is_right() {
    let listed = TOLD.iter().copied().collect();
    for seed in 0..5 {
        let mut story = Story::new(tenant(), seed);
        story.asides.clear();
        let told = types(story, 3_000);
        assert!(told == listed, "\n{}", advice(&told, &listed));
    }
}

#[test]
fn a_wrong_list_of_what_the_threads_tell_says_what_to_do() {
    let (told, listed) = ([EventType::GoalPaused].into(), [EventType::GoalResumed].into());
    assert_eq!(
        advice(&told, &listed),
        "a thread of the story tells `goal.paused`: add EventType::GoalPaused to TOLD in \
         src/sample/story/aside.rs\n\
         no thread of the story tells `goal.resumed`: tell it there, or remove \
         EventType::GoalResumed from TOLD in src/sample/story/aside.rs"
    );
}

#[test]
fn every_event_that_is_about_something_occurs() {
    let about: BTreeSet<_> =
        EVENTS.iter().filter(|row| row.entity.is_some()).map(|row| row.event_type).collect();
    for seed in 0..5 {
        // As if no thread told anything about KPIs: their events are told as asides.
        let mut story = Story::new(tenant(), seed);
        story.asides.push(EventType::KpiReadingCreated.row());
        let types = types(story, 3_000);
        let missing: Vec<_> = about.difference(&types).collect();
        assert!(
            types.is_subset(&about) && missing.is_empty(),
            "with seed {seed}, a story never tells {missing:?}: raise the chance of an aside in \
             src/sample/story.rs"
        );
    }
}

#[test]
fn whatever_is_told_as_an_aside_is_about_the_tenant_and_what_is_under_way() {
    let mut story = Story::new(tenant(), 1);
    for index in 0..200 {
        story.next(Timestamp::from_unix_millis(1_762_180_200_000 + index).expect("a time"));
    }
    let goals: BTreeSet<_> = story.goals.iter().map(|goal| goal.id.to_string()).collect();
    let users: BTreeSet<_> = story.teller.users.iter().map(ToString::to_string).collect();
    for row in EVENTS.iter().filter(|row| row.entity.is_some()) {
        for _ in 0..50 {
            let event = story.aside(row, Timestamp::MAX);
            assert_eq!(event.event_type(), row.event_type);
            assert!(event.tenant_id().is_none_or(|it| *it == tenant()));
            assert!(event.actor_id().is_none_or(|it| users.contains(it)), "{event:?}");
            let is_new = row.wire_type.ends_with(".created");
            if !is_new && row.entity.is_some_and(|entity| entity.key == "goalId") {
                let goal = event.entity_id().expect("a goal");
                assert!(goals.contains(goal), "{event:?}");
            }
        }
    }
}

#[test]
fn every_event_is_the_tenant_s_is_read_as_written_and_has_an_id_of_its_own() {
    let mut ids = BTreeSet::new();
    for envelope in told_events(1, 3_000) {
        let frame = envelope.encode().expect("fits");
        let (message, report) = decode_reporting(&frame).expect("valid");
        assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{frame}");
        assert_eq!(envelope.tenant_id(), Some(&tenant()));
        assert!(ids.insert(envelope.event_id().expect("an id").clone()));
        assert_eq!(message, Message::Event(envelope));
    }
}

/// What an event says about before is what was said last; nothing happens to what is over.
#[test]
fn what_was_goes_on() {
    let (mut goals, mut issues) = (BTreeMap::new(), BTreeMap::new());
    let (mut actions, mut progress) = (BTreeMap::new(), BTreeMap::new());
    let (mut assignees, mut priorities) = (BTreeMap::new(), BTreeMap::new());
    for envelope in told_events(3, 5_000) {
        match envelope.into_event() {
            Event::GoalCreated(it) => assert_eq!(goals.insert(it.goal_id, it.status), None),
            Event::GoalActivated(it) => {
                assert_eq!(goals.insert(it.goal_id, it.new_status), Some(it.previous_status));
            }
            Event::GoalPaused(it) => {
                let before = goals.insert(it.goal_id, GoalStatus::Paused);
                assert_eq!(before, Some(GoalStatus::Active));
            }
            Event::GoalResumed(it) => {
                let before = goals.insert(it.goal_id, GoalStatus::Active);
                assert_eq!(before, Some(GoalStatus::Paused));
            }
            Event::GoalCompleted(it) => {
                assert_eq!(goals.remove(&it.goal_id), Some(GoalStatus::Active));
            }
            Event::GoalCancelled(it) => {
                assert_eq!(goals.remove(&it.goal_id), Some(GoalStatus::Active));
            }
            Event::GoalActivityCreated(it) => assert!(goals.contains_key(&it.goal_id)),
            Event::DecisionCreated(it) => assert!(goals.contains_key(&it.goal_id)),
            Event::ActionCreated(it) => {
                assert!(goals.contains_key(&it.goal_id));
                actions.insert(it.action_id.clone(), it.status);
                assignees.insert(it.action_id.clone(), it.assigned_to);
                priorities.insert(it.action_id.clone(), it.priority);
                progress.insert(it.action_id, 0.0);
            }
            Event::ActionStatusChanged(it) => {
                assert_ne!(it.previous_status, it.new_status);
                assert_eq!(actions.insert(it.action_id, it.new_status), Some(it.previous_status));
            }
            Event::ActionProgressUpdated(it) => {
                let before = progress.insert(it.action_id, it.new_progress.get());
                assert_eq!(before, Some(it.previous_progress.get()));
                assert!(it.previous_progress < it.new_progress);
            }
            Event::ActionReassigned(it) => {
                let before = assignees.insert(it.action_id, it.new_assignee);
                assert_eq!(before, it.previous_assignee.into_option());
            }
            Event::ActionPriorityChanged(it) => {
                let before = priorities.insert(it.action_id, it.new_priority);
                assert_eq!(before, Some(it.previous_priority));
            }
            Event::ActionCompleted(it) => {
                assert!(actions.remove(&it.action_id).is_some());
                assert_eq!(progress[&it.action_id], 100.0);
            }
            Event::IssueCreated(it) => assert_eq!(issues.insert(it.issue_id, it.status), None),
            Event::IssueStatusChanged(it) => {
                let is_over = it.new_status == IssueStatus::Closed;
                let before = issues.insert(it.issue_id.clone(), it.new_status);
                assert_eq!(before, Some(it.previous_status));
                if is_over {
                    issues.remove(&it.issue_id);
                }
            }
            _ => {}
        }
        assert!(goals.len() <= THREADS && issues.len() <= THREADS);
    }
}

#[test]
fn readings_move_towards_a_target() {
    let mut readings: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    for envelope in told_events(4, 5_000) {
        if let Event::KpiReadingCreated(it) = envelope.into_event() {
            readings.entry(it.kpi_id).or_default().push(it.progress.expect("progress").get());
        }
    }
    let long: Vec<_> = readings.values().filter(|it| it.len() >= 6).collect();
    assert!(long.len() > 10, "{}", long.len());
    for progress in long {
        assert!(progress[0] < progress[progress.len() - 1], "{progress:?}");
        let back = progress.windows(2).filter(|pair| pair[1] < pair[0]).count();
        assert!(back * 2 < progress.len(), "{progress:?}");
    }
}

#[test]
fn several_threads_are_under_way_at_a_time() {
    let entities: Vec<_> = told_events(5, 200)
        .iter()
        .filter_map(|it| match it.event() {
            Event::ActionCreated(it) => Some(it.goal_id.clone()),
            Event::GoalActivityCreated(it) => Some(it.goal_id.clone()),
            _ => None,
        })
        .collect();
    let changes = entities.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes * 3 > entities.len(), "{entities:?}");
}

#[test]
fn the_last_day_of_the_protocol_is_no_end() {
    let mut story = Story::new(tenant(), 0);
    for _ in 0..500 {
        story.next(Timestamp::MAX).encode().expect("fits");
    }
}
