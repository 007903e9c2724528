/// A sentence that is put together while the crate is compiled, when there is no `format!` yet.
pub(crate) struct Sentence {
    bytes: [u8; 1024],
    len: usize,
}

impl Sentence {
    pub(crate) const fn of(parts: &[&str]) -> Self {
        let mut sentence = Sentence { bytes: [0; 1024], len: 0 };
        let mut part = 0;
        while part < parts.len() {
            let text = parts[part].as_bytes();
            let mut index = 0;
            while index < text.len() {
                sentence.bytes[sentence.len] = text[index];
                sentence.len += 1;
                index += 1;
            }
            part += 1;
        }
        sentence
    }

    pub(crate) const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => panic!("whole texts were put together"),
        }
    }
}

/// Ends the compilation with the sentence, if there is one.
pub(crate) const fn refuse(fault: Option<Sentence>) {
    if let Some(sentence) = fault {
        panic!("{}", sentence.as_str())
    }
}

/// Whether two texts are the same.
pub(crate) const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut index = 0;
    while index < a.len() && index < b.len() && a[index] == b[index] {
        index += 1;
    }
    index == a.len() && index == b.len()
}
