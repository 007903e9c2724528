use super::sentence::Sentence;
use crate::PROTOCOL_VERSION;

/// `MAJOR.MINOR` as two numbers; none for anything else.
pub(crate) const fn parse(text: &str) -> Option<(u16, u16)> {
    let bytes = text.as_bytes();
    let mut numbers = [0_u16; 2];
    let (mut number, mut digits, mut index) = (0, 0, 0);
    while index < bytes.len() {
        let byte = bytes[index];
        if byte == b'.' && number == 0 && digits > 0 {
            (number, digits) = (1, 0);
        } else if byte.is_ascii_digit() && digits < 4 && !(digits == 1 && numbers[number] == 0) {
            numbers[number] = numbers[number] * 10 + (byte - b'0') as u16;
            digits += 1;
        } else {
            return None;
        }
        index += 1;
    }
    if number == 1 && digits > 0 { Some((numbers[0], numbers[1])) } else { None }
}

pub(super) const fn is_later(a: (u16, u16), b: (u16, u16)) -> bool {
    a.0 > b.0 || a.0 == b.0 && a.1 > b.1
}

/// What is wrong with the version that a row says under `key`, if anything is.
pub(crate) const fn version_fault(
    what: &str,
    key: &str,
    version: &str,
    protocol: &str,
) -> Option<Sentence> {
    let (Some(number), Some(latest)) = (parse(version), parse(protocol)) else {
        return Some(no_version(what, key, version));
    };
    if is_later(number, latest) {
        return Some(Sentence::of(&[
            what,
            " says `",
            key,
            ": \"",
            version,
            "\"`, but the protocol is ",
            protocol,
            ": set PROTOCOL_VERSION in src/lib.rs to \"",
            version,
            "\"",
        ]));
    }
    None
}

pub(super) const fn no_version(what: &str, key: &str, version: &str) -> Sentence {
    Sentence::of(&[
        what,
        " says `",
        key,
        ": \"",
        version,
        "\"`, which is no version: write two numbers, as in \"1.0\"",
    ])
}

/// Ends the compilation if the version that introduced something is none, or is yet to come.
pub(crate) const fn assert_since(what: &str, version: &str) {
    super::refuse(version_fault(what, "since", version, PROTOCOL_VERSION));
}

const _: () = assert!(parse(PROTOCOL_VERSION).is_some(), "PROTOCOL_VERSION is MAJOR.MINOR");

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(version: &str, protocol: &str) -> Option<String> {
        let fault = version_fault("`goal.renamed`", "since", version, protocol);
        fault.map(|sentence| sentence.as_str().to_owned())
    }

    #[test]
    fn what_is_newer_than_the_protocol_says_what_to_do() {
        assert_eq!(
            fault("1.10", "1.9").as_deref(),
            Some(
                "`goal.renamed` says `since: \"1.10\"`, but the protocol is 1.9: set \
                 PROTOCOL_VERSION in src/lib.rs to \"1.10\""
            )
        );
        assert!(fault("2.0", "1.9").is_some());
        for (version, protocol) in [("1.9", "1.10"), ("1.10", "1.10"), ("1.11", "2.0")] {
            assert_eq!(fault(version, protocol), None, "{version} in {protocol}");
        }
    }

    #[test]
    fn what_is_no_version_is_refused() {
        assert_eq!(
            fault("banana", "1.0").as_deref(),
            Some(
                "`goal.renamed` says `since: \"banana\"`, which is no version: write two numbers, \
                 as in \"1.0\""
            )
        );
        for version in ["", ".", "1", "1.", ".1", "1.0.0", "v1.0", "1.0 ", "01.0", "1.00", "1.-0"] {
            assert!(fault(version, "9.9").is_some_and(|it| it.contains("no version")), "{version}");
        }
        assert!(fault("1.99999", "9.9").is_some());
        assert_eq!(fault("0.0", "0.0"), None);
    }
}
