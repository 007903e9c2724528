//! A fact in numbers: a constant for the program, and a row with its meaning for those who render
//! it. Both come from one line; nothing here knows which facts there are.

use std::fmt;

/// A constant of the protocol with its meaning.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fact {
    /// The name of the constant.
    pub name: &'static str,
    /// Its value.
    pub value: u64,
    /// What the value counts.
    pub unit: Unit,
    /// What it means, in Markdown.
    pub doc: &'static str,
}

/// What the value of a [`Fact`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// Milliseconds; the names of such constants end in `_MS`.
    Milliseconds,
    /// Bytes.
    Bytes,
    /// A plain number: attempts, events, characters.
    Count,
}

impl Unit {
    /// A value for people: `9 min 30 s`, `32 KB`, `1,024`.
    pub fn show(self, value: u64) -> String {
        match self {
            Unit::Milliseconds => {
                let parts = [
                    (value / 3_600_000, "h"),
                    (value / 60_000 % 60, "min"),
                    (value / 1000 % 60, "s"),
                    (value % 1000, "ms"),
                ];
                let parts: Vec<String> = parts
                    .iter()
                    .filter(|(count, _)| *count > 0)
                    .map(|(count, unit)| format!("{count} {unit}"))
                    .collect();
                if parts.is_empty() { "0 ms".to_owned() } else { parts.join(" ") }
            }
            Unit::Bytes if value.is_multiple_of(1024) => format!("{} KB", Grouped(value / 1024)),
            Unit::Bytes => format!("{} bytes", Grouped(value)),
            Unit::Count => Grouped(value).to_string(),
        }
    }
}

/// The value for people: `9 min 30 s`.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.unit.show(self.value))
    }
}

/// A number with a comma between the thousands.
struct Grouped(u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (index, digit) in digits.chars().enumerate() {
            let comma = index > 0 && (digits.len() - index).is_multiple_of(3);
            write!(f, "{}{digit}", if comma { "," } else { "" })?;
        }
        Ok(())
    }
}

/// Defines facts: each line becomes a constant and a row of `FACTS`.
macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $name:ident: $unit:ident = $value:expr;)+) => {
        $(
            $(#[doc = $doc])+
            pub const $name: u64 = $value;
        )+

        /// Every constant of this module with its meaning.
        pub static FACTS: &[$crate::fact::Fact] = &[$($crate::fact::Fact {
            name: stringify!($name),
            value: $name,
            unit: $crate::fact::Unit::$unit,
            doc: concat!($($doc, "\n"),+),
        }),+];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_in_the_largest_whole_units() {
        assert_eq!(Unit::Milliseconds.show(570_000), "9 min 30 s");
        assert_eq!(Unit::Milliseconds.show(7_200_000), "2 h");
        assert_eq!(Unit::Milliseconds.show(100), "100 ms");
        assert_eq!(Unit::Milliseconds.show(0), "0 ms");
        assert_eq!(Unit::Bytes.show(32_768), "32 KB");
        assert_eq!(Unit::Bytes.show(1025), "1,025 bytes");
        assert_eq!(Unit::Count.show(1024), "1,024");
    }
}
