use super::queue::HELD_MS;
use super::*;

fn outbox(limit: usize) -> Outbox {
    Outbox::new(limit)
}

fn message(text: &str) -> Message {
    Message::text(text)
}

fn popped(outbox: &Outbox, now_ms: u64) -> Vec<String> {
    let mut texts = Vec::new();
    while let Some(Item::Frame(Message::Text(text))) = outbox.pop(now_ms) {
        texts.push(text.to_string());
    }
    texts
}

#[test]
fn each_frame_waits_for_its_time() {
    let outbox = outbox(100);
    outbox.with(|it| {
        it.push_at(30, message("c"));
        it.push_at(20, message("b"));
        it.push(message("a"))
    });
    assert_eq!((popped(&outbox, 19), outbox.next_at()), (vec!["a".to_owned()], Some(20)));
    assert_eq!((popped(&outbox, 30), outbox.bytes()), (vec!["b".to_owned(), "c".to_owned()], 0));
}

#[test]
fn a_frame_that_is_held_comes_after_the_next_or_after_its_time() {
    let outbox = outbox(100);
    outbox.with(|it| it.hold(0, message("late")));
    assert!(popped(&outbox, 0).is_empty());
    outbox.send("next");
    assert_eq!(popped(&outbox, 0), ["next", "late"]);
    outbox.with(|it| it.hold(0, message("alone")));
    assert_eq!(outbox.next_at(), Some(HELD_MS));
    assert_eq!(popped(&outbox, HELD_MS), ["alone"]);
}

#[test]
fn what_does_not_fit_cuts_the_connection_and_the_first_always_fits() {
    let outbox = outbox(10);
    assert!(outbox.send("far more than ten"));
    assert!(!outbox.send("x"));
    assert_eq!((outbox.is_cut(), outbox.bytes()), (Some(Cut::Overflow), 0));
    assert!(!outbox.send("y"));
}

#[test]
fn a_slow_client_is_written_to_at_its_pace() {
    let outbox = outbox(100);
    outbox.with(|it| it.set_pace(10, 0));
    for _ in 0..3 {
        outbox.send("12345");
    }
    assert_eq!((popped(&outbox, 0).len(), outbox.next_at()), (1, Some(500)));
    assert_eq!(popped(&outbox, 499).len(), 0);
    assert_eq!((popped(&outbox, 1000).len(), outbox.bytes()), (1, 5));
}
