//! The bytes of an input: unpacked if they are gzip, refused if they are no text.

use std::error::Error;
use std::fmt;
use std::io::{self, BufReader, Chain, Cursor, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;

/// An input whose beginning has been looked at.
pub type Input<'i> = BufReader<Chain<Cursor<Vec<u8>>, Box<dyn Read + 'i>>>;

/// The most that is unpacked, in bytes.
const MOST_UNPACKED: u64 = 256 << 20;

/// How much is read at once to see what an input is.
const CHUNK: u64 = 1 << 13;

/// What is wrong with an input, and what to do.
#[derive(Debug)]
pub struct Unreadable {
    pub why: String,
    pub advice: String,
}

impl Unreadable {
    pub fn error(why: impl Into<String>, advice: impl Into<String>) -> io::Error {
        let unreadable = Unreadable { why: why.into(), advice: advice.into() };
        io::Error::new(ErrorKind::InvalidData, unreadable)
    }

    /// Behind an error of reading, if it is one of these.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.why, self.advice)
    }
}

impl Error for Unreadable {}

/// An input and its beginning, of which as much is read as somebody wants to see.
pub struct Beginning<'i> {
    pub head: Vec<u8>,
    /// Whether the head is all there is.
    pub is_whole: bool,
    rest: Box<dyn Read + 'i>,
}

impl<'i> Beginning<'i> {
    /// Of text in UTF-8, without its byte-order mark.
    pub fn of(input: Box<dyn Read + 'i>) -> io::Result<Self> {
        let mut beginning = Beginning::read(input)?;
        if beginning.head.starts_with(b"\x1f\x8b") {
            let packed = BufReader::new(Cursor::new(beginning.head).chain(beginning.rest));
            let unpacked = Unpacked { inner: MultiGzDecoder::new(packed), left: MOST_UNPACKED };
            beginning = Beginning::read(Box::new(unpacked))?;
        }
        refuse_what_is_no_text(&beginning.head)?;
        if beginning.head.starts_with("\u{feff}".as_bytes()) {
            beginning.head.drain(..3);
        }
        Ok(beginning)
    }

    /// So much that it can be told from other things.
    fn read(rest: Box<dyn Read + 'i>) -> io::Result<Self> {
        let mut beginning = Beginning { head: Vec::new(), is_whole: false, rest };
        while beginning.head.len() < 4 && !beginning.head.contains(&b'\n') && !beginning.is_whole {
            beginning.more()?;
        }
        Ok(beginning)
    }

    /// Reads on, and waits for what comes.
    pub fn more(&mut self) -> io::Result<()> {
        let mut chunk = [0; CHUNK as usize];
        let read = loop {
            match self.rest.read(&mut chunk) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.head.extend_from_slice(&chunk[..read]);
        self.is_whole = read == 0;
        Ok(())
    }

    /// All of it, from the front.
    pub fn input(self) -> Input<'i> {
        BufReader::with_capacity(1 << 16, Cursor::new(self.head).chain(self.rest))
    }
}

/// How files begin that hold something packed, and what they are.
const PACKED: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "a zip archive"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd"),
    (b"\xfd7zXZ", "packed by xz"),
    (b"BZh", "packed by bzip2"),
    (b"\x1f\x8b", "gzip in gzip"),
];

fn refuse_what_is_no_text(head: &[u8]) -> io::Result<()> {
    // Without its byte-order mark, UTF-16 is told by what JSON begins with, which is ASCII.
    let is_text = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let is_utf16 = match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [0, one, 0, other, ..] | [one, 0, other, 0, ..] => is_text(*one) && is_text(*other),
        _ => false,
    };
    if is_utf16 {
        return Err(Unreadable::error(
            "it is UTF-16, and frames are UTF-8",
            "save it as UTF-8, in PowerShell with `Out-File -Encoding utf8`",
        ));
    }
    if let Some((_, what)) = PACKED.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Unreadable::error(format!("it is {what}"), "unpack it first"));
    }
    let is_odd = |byte: u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let first = head.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    // No text begins in the middle of a character.
    let is_binary = head.contains(&0)
        || first.is_some_and(|it| is_odd(it) || matches!(it, 0x80..=0xc1 | 0xf5..=0xff));
    if is_binary {
        let why = "it is binary, and frames are text";
        return Err(Unreadable::error(why, "give a file of JSON, or one packed by gzip"));
    }
    Ok(())
}

/// What comes out of gzip, as much of it as is unpacked.
struct Unpacked<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => {
                Unreadable::error("its gzip is cut off", "copy it again, to its end")
            }
            ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                Unreadable::error("its gzip is damaged", "copy it again")
            }
            _ => error,
        })?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            Unreadable::error(
                format!("it unpacks to more than {} MiB", MOST_UNPACKED >> 20),
                "if that is right, unpack it yourself: `gunzip -c FILE | realtime validate`",
            )
        })?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_unpacked_than_is_allowed() {
        let mut unpacked = Unpacked { inner: io::repeat(b'x'), left: 100_000 };
        let error = io::copy(&mut unpacked, &mut io::sink()).expect_err("it is endless");
        assert_eq!(
            error.to_string(),
            "it unpacks to more than 256 MiB: if that is right, unpack it yourself: `gunzip -c FILE | \
             realtime validate`"
        );
    }

    #[test]
    fn what_is_no_text_is_told_by_its_beginning() {
        let why = |head: &[u8]| match Beginning::of(Box::new(head)) {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        };
        for text in [&b"{}"[..], b"", b"\n", b"\xef\xbb\xbf{}", "é".as_bytes(), b"x\xff"] {
            assert_eq!(why(text), "", "{text:?}");
        }
        let utf16 = "it is UTF-16, and frames are UTF-8: save it as UTF-8, in PowerShell with \
                     `Out-File -Encoding utf8`";
        for text in [&b"\xff\xfe{\0"[..], b"\xfe\xff\0{", b"{\0}\0", b"\0{\0}", b"\xff\xfe"] {
            assert_eq!(why(text), utf16, "{text:?}");
        }
        let binary =
            "it is binary, and frames are text: give a file of JSON, or one packed by gzip";
        for bytes in
            [&b"\x89PNG\r\n"[..], b"\0\0\0\0", b"\x7fELF", b"\0asm\x01\0\0\0", b"{\"a\":\"\0\"}"]
        {
            assert_eq!(why(bytes), binary, "{bytes:?}");
        }
        assert_eq!(why(b"PK\x03\x04..."), "it is a zip archive: unpack it first");
        assert_eq!(why(b"\x1f\x8b\x08\x00"), "its gzip is cut off: copy it again, to its end");
        assert_eq!(why(b"\x1f\x8b\x09\x00........"), "its gzip is damaged: copy it again");
    }
}
