//! A file that people write: nobody writes one so long that it has to be read in parts.

use std::error::Error;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The longest that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// The text of a file.
pub fn text_of(file: &Path) -> io::Result<String> {
    let invalid = |why: Box<dyn Error + Send + Sync>| io::Error::new(ErrorKind::InvalidData, why);
    let mut bytes = Vec::new();
    File::open(file)?.take(LONGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST {
        return Err(invalid("it is longer than 1 MiB".into()));
    }
    String::from_utf8(bytes).map_err(|error| invalid(error.utf8_error().into()))
}
