//! Whatever decodes is encoded, or is too large; and what is encoded decodes as the same message, in
//! canonical form.

#![no_main]

use libfuzzer_sys::fuzz_target;
use purposepath_realtime::{
    Encode, EncodeError, MAX_FRAME_BYTES, Message, decode, decode_reporting,
};
use purposepath_realtime_fuzz::{filled, frames, seed};

fuzz_target!(init: seed("encode", seeds()), |text: &str| {
    let Ok(message) = decode(&filled(text, MAX_FRAME_BYTES)) else { return };
    let mut buffer = "before".to_owned();
    let written = match message.encode() {
        Ok(written) => written,
        Err(EncodeError::TooLarge { bytes }) => {
            assert!(bytes > MAX_FRAME_BYTES);
            let is_canonical = matches!(message, Message::Unknown(_));
            assert!(!is_canonical, "an unknown event is written as it came");
            assert_eq!(message.encode_into(&mut buffer), Err(EncodeError::TooLarge { bytes }));
            assert_eq!(buffer, "before", "what cannot be written leaves nothing");
            return;
        }
        Err(error) => panic!("{error}"),
    };
    assert!(written.len() <= MAX_FRAME_BYTES);
    let (again, report) = decode_reporting(&written).expect("what is encoded decodes");
    assert_eq!(again, message);
    assert!(report.aliases.is_empty() && report.ignored.is_empty(), "{report:?}");
    assert_eq!(again.encode().as_ref(), Ok(&written), "canonical form is final");
    assert_eq!(again.encode_into(&mut buffer), Ok(()));
    assert_eq!(buffer.strip_prefix("before"), Some(&*written));
    assert_eq!(again.encode_shared().expect("as before").as_str(), written);
});

/// The frames, and each with a first text of the greatest size.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = frames();
    let large = |frame: &Vec<u8>| {
        let text = std::str::from_utf8(frame).ok()?;
        let at = text.find("\"data\"")?;
        let end = at + 6 + text[at + 6..].find(":\"")? + 2;
        Some([&text[..end], "\u{e000}", &text[end..]].concat().into_bytes())
    };
    let large: Vec<_> = seeds.iter().filter_map(large).collect();
    seeds.extend(large);
    seeds
}
