//! Values of every type that a constructor takes, awkward ones first: what is empty, ends a range,
//! needs an escape, or is not listed.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use purposepath_realtime::{
    ActionId, ActionPriority, ActionStatus, ActivityId, ActivityType, AttachmentId, CalendarDate,
    ConnectionId, DecisionId, EntityId, EntityType, ErrorCode, EventId, FileSize, FiniteNumber,
    GoalId, GoalStatus, IssueCategory, IssueId, IssuePriority, IssueSeverity, IssueStatus, KpiId,
    Milliseconds, Nullable, Progress, ReadingId, TargetProgress, TenantId, Timestamp, Token,
    UserId,
};

use crate::generated;

/// A type whose values can be generated.
#[diagnostic::on_unimplemented(
    message = "no value of `{Self}` is generated, so no test writes and reads one",
    note = "implement `Awkward` for it in tests/wire/awkward.rs"
)]
pub trait Awkward: Sized + std::fmt::Debug + Clone + 'static {
    fn any() -> BoxedStrategy<Self>;
}

#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "", " ", "a", "é", "😀", "e\u{301}", "\u{feff}", "\u{2028}\u{2029}", "\0\u{1f}\u{7f}\u{80}\u{9f}",
    "\"\\/", "\n\r\t\u{8}\u{c}", "\\u0000", "\\ud83d", "\u{fffd}\u{ffff}\u{10ffff}", "[{\"a\":1}]",
    "null", "__proto__", "canceled", "notStarted", "auth", "a.b", ".error", "{", "\u{200f}\u{202e}",
];

impl Awkward for String {
    fn any() -> BoxedStrategy<Self> {
        let long = (select(vec!["x", "é", "€", "😀", "\0", "\""]), 1_usize..70_000);
        prop_oneof![
            60 => select(TEXTS).prop_map(str::to_owned),
            40 => generated::text(),
            1 => long.prop_map(|(unit, times)| unit.repeat(times)),
        ]
        .boxed()
    }
}

/// Types that are made of a value of another, which they may refuse.
macro_rules! made_of {
    ($of:expr => $($type:ty: $new:expr,)+) => {$(
        impl Awkward for $type {
            fn any() -> BoxedStrategy<Self> {
                $of.prop_filter_map(concat!("a ", stringify!($type)), $new).boxed()
            }
        }
    )+};
}

made_of! { String::any() =>
    ActionId: |it| ActionId::new(it).ok(),
    ActivityId: |it| ActivityId::new(it).ok(),
    AttachmentId: |it| AttachmentId::new(it).ok(),
    ConnectionId: |it| ConnectionId::new(it).ok(),
    DecisionId: |it| DecisionId::new(it).ok(),
    EntityId: |it| EntityId::new(it).ok(),
    EventId: |it| EventId::new(it).ok(),
    GoalId: |it| GoalId::new(it).ok(),
    IssueId: |it| IssueId::new(it).ok(),
    KpiId: |it| KpiId::new(it).ok(),
    ReadingId: |it| ReadingId::new(it).ok(),
    TenantId: |it| TenantId::new(it).ok(),
    Token: |it| Token::new(it).ok(),
    UserId: |it| UserId::new(it).ok(),
}

/// Open enumerations: a listed value, an old spelling, or any text, the empty one too.
macro_rules! open {
    ($($type:ident,)+) => {$(
        impl Awkward for $type {
            fn any() -> BoxedStrategy<Self> {
                let values = $type::ENUMERATION.values.iter();
                let texts: Vec<_> = values
                    .flat_map(|value| std::iter::once(&value.text).chain(value.aliases))
                    .copied()
                    .collect();
                prop_oneof![
                    4 => select(texts).prop_map($type::from),
                    1 => String::any().prop_map(|text| $type::from(&*text)),
                ]
                .boxed()
            }
        }
    )+};
}

open! {
    ActionPriority, ActionStatus, ActivityType, EntityType, ErrorCode, GoalStatus, IssueCategory,
    IssuePriority, IssueSeverity, IssueStatus,
}

fn double() -> impl Strategy<Value = f64> {
    let edges = [
        0.0,
        -0.0,
        1.0,
        100.0,
        100.5,
        0.1,
        5e-324,
        1e21,
        1e-7,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        9_007_199_254_740_993.0,
        1e22,
        123_456_789.125,
        -1.0,
    ];
    prop_oneof![select(edges.to_vec()), generated::number(None, None), 0.0..=100.0]
}

made_of! { double() =>
    FiniteNumber: |it| FiniteNumber::new(it).ok(),
    Progress: |it| Progress::new(it).ok(),
    TargetProgress: |it| TargetProgress::new(it).ok(),
}

fn whole() -> impl Strategy<Value = u64> {
    let edges = vec![0, 1, (1 << 53) - 1, 1 << 52, 1 << 32, 999_999_999_999_999];
    prop_oneof![select(edges), 0..1_u64 << 53]
}

made_of! { whole() =>
    FileSize: |it| FileSize::new(it).ok(),
    Milliseconds: |it| Milliseconds::new(it).ok(),
}

impl Awkward for Timestamp {
    fn any() -> BoxedStrategy<Self> {
        let edges = [
            "0000-01-01T00:00:00Z",
            "0000-02-29T23:59:59.999Z",
            "9999-12-31T23:59:59.999Z",
            "1969-12-31T23:59:59.999Z",
            "1970-01-01T00:00:00Z",
            "1900-03-01T00:00:00Z",
            "2000-02-29T12:00:00.1239+23:59",
        ];
        let edges = edges.map(|text| text.parse().expect("a date-time"));
        prop_oneof![select(edges.to_vec()), generated::timestamp()].boxed()
    }
}

impl Awkward for CalendarDate {
    fn any() -> BoxedStrategy<Self> {
        let edges = ["0000-01-01", "0000-02-29", "9999-12-31", "1900-02-28", "2000-02-29"];
        let edges = edges.map(|text| text.parse().expect("a date"));
        prop_oneof![select(edges.to_vec()), generated::date()].boxed()
    }
}

impl Awkward for bool {
    fn any() -> BoxedStrategy<Self> {
        any::<bool>().boxed()
    }
}

impl<T: Awkward> Awkward for Vec<T> {
    fn any() -> BoxedStrategy<Self> {
        vec(T::any(), 0..4).boxed()
    }
}

impl<T: Awkward> Awkward for Option<T> {
    fn any() -> BoxedStrategy<Self> {
        proptest::option::of(T::any()).boxed()
    }
}

impl<T: Awkward> Awkward for Nullable<T> {
    fn any() -> BoxedStrategy<Self> {
        Option::<T>::any().prop_map(Nullable::from).boxed()
    }
}
