//! Days and times as patterns, which bind where a validator takes `format` for a remark.
//!
//! The patterns keep to what all dialects of regular expressions have. They cannot say which years
//! have a 29th of February, nor that a time with an offset stays within the years 0000 to 9999.

macro_rules! day {
    () => {
        "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
    };
}

macro_rules! clock {
    () => {
        "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
    };
}

/// A date-time as it is written.
pub(super) const WRITTEN: &str = concat!("^", day!(), "T", clock!(), ":[0-5][0-9]\\.[0-9]{3}Z$");

/// What every text of a format looks like to a reader of canonical frames.
pub(super) fn pattern(format: &str) -> &'static str {
    match format {
        "date" => concat!("^", day!(), "$"),
        "date-time" => concat!(
            "^",
            day!(),
            "T",
            clock!(),
            ":[0-5][0-9](?:\\.[0-9]{1,9})?(?:Z|[+-]",
            clock!(),
            ")$"
        ),
        other => panic!(
            "no pattern for the format `{other}`: add it to src/codegen/json_schema/moment.rs"
        ),
    }
}
