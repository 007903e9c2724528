//! Replays the vectors of `tests/fixtures/connection/`, which every other interpreter of the table
//! replays too, and asks the table what it must not lack.

use std::collections::BTreeSet;

use purposepath_realtime::codegen::artifacts;
use purposepath_realtime::connection::{
    Action, CloseClass, Entry, Guard, Row, STATES, State, TABLE, TIMERS, TimerId, Trigger,
};
use purposepath_realtime::vectors::CodecVectors;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::vectors::{self, Vectors};

#[test]
fn every_vector_is_replayed() {
    let vectors = Vectors::read();
    let mut failures = Vec::new();
    for (file, vector) in vectors.iter() {
        if let Err(failure) = vectors.replay(TABLE, vector) {
            failures.push(format!("{file}: {}\n{failure}", vector.name));
        }
    }
    assert!(failures.is_empty(), "{} vectors fail:\n\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn the_order_of_the_rows_says_nothing() {
    let vectors = Vectors::read();
    let reversed: Vec<Row> = TABLE.iter().rev().copied().collect();
    for (_, vector) in vectors.iter() {
        vectors.replay(&reversed, vector).unwrap_or_else(|it| panic!("{}: {it}", vector.name));
    }
}

#[test]
fn no_row_can_be_removed_without_a_vector_noticing() {
    let vectors = Vectors::read();
    let mut idle = Vec::new();
    for at in 0..TABLE.len() {
        let mut table = TABLE.to_vec();
        let row = table.remove(at);
        if vectors.iter().all(|(_, vector)| vectors.replay(&table, vector).is_ok()) {
            idle.push(format!("{:?} {} {}", row.from, row.on, row.when));
        }
    }
    assert!(idle.is_empty(), "rows without a vector:\n{}", idle.join("\n"));
}

#[test]
fn no_state_can_be_removed_from_a_row_without_a_vector_noticing() {
    let vectors = Vectors::read();
    let mut idle = BTreeSet::new();
    for at in 0..TABLE.len() {
        for left_out in TABLE[at].from {
            let mut table = TABLE.to_vec();
            let from = TABLE[at].from.iter().copied().filter(|state| state != left_out);
            table[at].from = from.collect::<Vec<_>>().leak();
            if vectors.iter().all(|(_, vector)| vectors.replay(&table, vector).is_ok()) {
                idle.insert(format!("{left_out}: {} {}", TABLE[at].on, TABLE[at].when));
            }
        }
    }
    assert!(idle.is_empty(), "rows without a vector:\n{idle:#?}");
}

#[test]
fn no_action_reason_or_guard_can_be_removed_without_a_vector_noticing() {
    let vectors = Vectors::read();
    let mut idle = BTreeSet::new();
    for (at, row) in TABLE.iter().enumerate() {
        let mut mutants = Vec::new();
        let mut mutate = |what: String, change: &dyn Fn(&mut Row)| {
            let mut mutant = *row;
            change(&mut mutant);
            mutants.push((what, mutant));
        };
        for action in row.does {
            let others = row.does.iter().copied().filter(|other| other != action);
            let does: &[Action] = others.collect::<Vec<_>>().leak();
            mutate(action.to_string(), &|row| row.does = does);
        }
        if row.because.is_some() {
            mutate("because".to_owned(), &|row| row.because = None);
        }
        if row.when != Guard::Always {
            mutate("if".to_owned(), &|row| row.when = Guard::Always);
        }
        for (what, mutant) in mutants {
            let mut table = TABLE.to_vec();
            table.remove(at);
            // In front, so that no other row covers what it lacks; the order says nothing.
            table.insert(0, mutant);
            if vectors.iter().all(|(_, vector)| vectors.replay(&table, vector).is_ok()) {
                idle.insert(format!("{:?} {} {}: {what}", row.from, row.on, row.when));
            }
        }
    }
    assert!(idle.is_empty(), "not pinned by a vector:\n{idle:#?}");
}

#[test]
fn the_tables_are_exported_as_they_read() {
    let json = |row: &Row| serde_json::to_value(row).unwrap();
    let row = TABLE.iter().find(|row| row.on == Trigger::Closed(CloseClass::Slow)).unwrap();
    let expected = json!({
        "from": ["opening", "authenticating", "ready"],
        "on": "closed.slow",
        "when": "always",
        "does": ["doubt_token", "wait.slow"],
        "to": "backoff",
        "because": "busy",
        "doc": " The server asks for a pause.\n",
    });
    assert_eq!(json(row), expected);
    let expected = json!({
        "state": "credentials",
        "status": "connecting",
        "statusAgain": "reconnecting",
        "keepsSocket": false,
        "onEntry": [{"do": "FetchToken"}, {"do": "Arm", "timer": "token"}],
    });
    assert_eq!(serde_json::to_value(State::Credentials.row()).unwrap(), expected);
    let lengths: Vec<Value> =
        TIMERS.iter().map(|row| serde_json::to_value(row.length).unwrap()).collect();
    for length in [
        json!({"fixed": 15_000}),
        json!({"sinceSend": 480_000}),
        json!({"between": [6_600_000, 7_080_000]}),
        json!("backoff"),
    ] {
        assert!(lengths.contains(&length), "{length} is not in {lengths:?}");
    }
}

#[test]
fn every_file_of_vectors_keeps_to_its_schema() {
    let mut folders = Vec::new();
    for (path, schema) in artifacts().unwrap() {
        let Some(folder) = path.strip_prefix("schema/vectors/") else { continue };
        let folder = folder.trim_end_matches(".json");
        folders.push(folder.to_owned());
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for file in vectors::files(folder) {
            let vectors = vectors::json(&file);
            let faults: Vec<String> = validator
                .iter_errors(&vectors)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{}\n{}", file.display(), faults.join("\n"));
            if folder == "codec" {
                CodecVectors::deserialize(&vectors).unwrap();
            }
        }
    }
    assert_eq!(
        folders,
        ["backend", "codec", "connection", "delivery", "endpoint", "fanout", "input"]
    );
}

#[test]
fn the_schema_refuses_what_no_interpreter_would_read() {
    let artifacts = artifacts().unwrap();
    let schema: Value = serde_json::from_str(&artifacts["schema/vectors/connection.json"]).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let file = |step: &str| {
        let said = r#""id":"connection.x.y","requirement":"connect.starts","name":"n""#;
        let text = format!(r#"{{"about":"","vectors":[{{{said},"steps":[{step}]}}]}}"#);
        serde_json::from_str(&text).unwrap()
    };
    let step =
        r#"{"at":0,"input":{"type":"Start"},"state":"idle","status":"disconnected","effects":[]}"#;
    assert!(validator.is_valid(&file(step)));
    for (of, with) in [
        ("Start", "Begin"),
        ("\"Start\"", "\"Start\",\"code\":1"),
        ("idle", "asleep"),
        ("disconnected", "gone"),
        (":0", ":-1"),
        (":[]", ":[{\"type\":\"OpenSocket\"}]"),
        ("\"at\"", "\"when\""),
    ] {
        let wrong = step.replace(of, with);
        assert!(!validator.is_valid(&file(&wrong)), "{wrong}");
    }
}

/// What a row reacts to, and where: the pairs of the table.
fn pairs() -> impl Iterator<Item = (State, Trigger, Guard)> {
    TABLE.iter().flat_map(|row| row.from.iter().map(|from| (*from, row.on, row.when)))
}

#[test]
fn no_pair_stands_twice() {
    let mut seen = BTreeSet::new();
    for pair in pairs() {
        assert!(seen.insert(pair), "{pair:?} stands twice");
        let (state, trigger, guard) = pair;
        assert!(
            guard == Guard::Always || !seen.contains(&(state, trigger, Guard::Always)),
            "{state} {trigger}: a row without a guard covers the one with `{guard}`"
        );
    }
}

#[test]
fn guards_that_exclude_each_other_leave_nothing_out() {
    const WHOLE: &[&[Guard]] = &[
        &[Guard::Always],
        &[Guard::FirstRefusal, Guard::LaterRefusal, Guard::LastRefusal],
        &[Guard::SuspectTolerated, Guard::SuspectLast],
        &[Guard::AuthByFrame, Guard::AuthByQuery],
        // A short sleep changes nothing where nothing is known of the server yet.
        &[Guard::LongAsleep],
        &[Guard::LongAsleep, Guard::Asleep, Guard::AwakeInSilence, Guard::Awake],
        &[Guard::Answers, Guard::AnswersNothing],
        &[
            Guard::ProbeUnsent,
            Guard::ProbeLate,
            Guard::ProbeUnanswered,
            Guard::SilentGone,
            Guard::SilentAgain,
            Guard::SilentMute,
        ],
        &[Guard::SilenceLong, Guard::SilenceShort, Guard::SilenceMoot],
    ];
    let all: BTreeSet<_> = pairs().map(|(state, trigger, _)| (state, trigger)).collect();
    for (state, trigger) in all {
        let guards: Vec<Guard> = pairs()
            .filter(|(from, on, _)| (*from, *on) == (state, trigger))
            .map(|(_, _, guard)| guard)
            .collect();
        assert!(WHOLE.contains(&&*guards), "{state} {trigger}: {guards:?}");
    }
}

#[test]
fn a_terminal_state_is_left_by_hand_only() {
    for row in TABLE {
        for state in [State::Idle, State::Failed] {
            if row.from.contains(&state) {
                let by_hand = [Trigger::Start, Trigger::Stop, Trigger::RetryNow];
                let signed_in = row.on == Trigger::TokenChanged;
                assert!(by_hand.contains(&row.on) || signed_in, "{state} is left by {}", row.on);
            }
        }
    }
    for state in [State::Idle, State::Failed] {
        assert!(state.row().on_entry.is_empty() && !state.row().keeps_socket, "{state}");
    }
}

#[test]
fn every_other_state_has_a_timer_that_the_table_knows() {
    let timers = |state: State| -> Vec<TimerId> {
        let of = |entry: &Entry| match entry {
            Entry::Arm(id) => Some(*id),
            _ => None,
        };
        state.row().on_entry.iter().filter_map(of).collect()
    };
    for state in STATES.iter().map(|row| row.state) {
        let terminal = matches!(state, State::Idle | State::Failed);
        assert_eq!(timers(state).is_empty(), terminal, "{state}");
    }
    let armed = |row: &'static purposepath_realtime::connection::Row| {
        let of = |action: &Action| match action {
            Action::Arm(id) => Some(*id),
            _ => None,
        };
        let ids = row.does.iter().filter_map(of);
        ids.flat_map(|id| row.from.iter().map(move |from| (*from, id))).collect::<Vec<_>>()
    };
    let on_entry =
        STATES.iter().flat_map(|row| timers(row.state).into_iter().map(|id| (row.state, id)));
    let all: BTreeSet<_> = on_entry.chain(TABLE.iter().flat_map(armed)).collect();
    for (state, id) in &all {
        let fires = pairs().any(|(from, on, _)| (from, on) == (*state, Trigger::Timer(*id)));
        assert!(fires, "{state} sets the timer {id}, which nothing answers");
    }
    for (state, on, _) in pairs() {
        if let Trigger::Timer(id) = on {
            assert!(
                all.contains(&(state, id)),
                "{state} answers the timer {id}, which nothing sets"
            );
        }
    }
}

#[test]
fn every_way_into_backoff_says_how_long() {
    for row in TABLE {
        let waits = row.does.iter().any(|action| matches!(action, Action::Wait(_)));
        assert_eq!(waits, row.to == Some(State::Backoff), "{:?} {}", row.from, row.on);
    }
}

#[test]
fn whatever_ends_in_failure_says_why() {
    for row in TABLE.iter().filter(|row| row.to == Some(State::Failed)) {
        assert!(row.because.is_some(), "{:?} {}", row.from, row.on);
    }
}

#[test]
fn every_close_code_and_every_input_occurs_in_a_vector() {
    let mut seen = BTreeSet::new();
    let mut codes = BTreeSet::new();
    Vectors::read().each_step(TABLE, |state, input, _| {
        let input = serde_json::to_value(input).unwrap();
        if let Some(code) = input["code"].as_u64().filter(|_| state == State::Ready) {
            codes.insert(code);
        }
        seen.insert(input["type"].as_str().unwrap().to_owned());
    });
    for row in purposepath_realtime::connection::CLOSE_CODES {
        assert!(codes.contains(&u64::from(row.code)), "no vector closes with {}", row.code);
    }
    let schema = &artifacts().unwrap()["schema/vectors/connection.json"];
    let schema: Value = serde_json::from_str(schema).unwrap();
    for input in schema["$defs"]["Input"]["oneOf"].as_array().unwrap() {
        let name = input["properties"]["type"]["const"].as_str().unwrap();
        assert!(seen.contains(name), "no vector holds the input {name}");
    }
}
