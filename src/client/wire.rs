//! The bytes under a WebSocket, passed on as they are, and one fact read off them: the code of the
//! server's close frame. The library replaces every code that it does not know by 1002, which is
//! another class: 1014 is a gateway that fails, 1002 is a broken client.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What carries a WebSocket: TCP, or TLS over it.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A stream on which the close code is looked for.
pub struct Wire {
    stream: Box<dyn Stream>,
    scan: Scan,
}

impl Wire {
    pub fn new(stream: impl Stream + 'static) -> Self {
        Wire { stream: Box::new(stream), scan: Scan::default() }
    }

    /// The code of the close frame that came; `None` if none came, or one without a code.
    pub const fn close_code(&self) -> Option<u16> {
        self.scan.close_code
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.scan.pass(&buffer.filled()[before..]);
        read
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Where in the bytes of the server the reader is.
enum At {
    /// In the answer to the handshake, which ends with an empty line: so many bytes of that line.
    Handshake(usize),
    /// In the head of a frame.
    Head,
    /// In the payload of a frame: so many bytes are left.
    Payload { left: u64, is_close: bool },
    /// A close frame has come: what follows says nothing.
    End,
}

/// Follows the frames (RFC 6455 §5.2). Of what breaks the rules the library makes an error; here it
/// only must not panic.
struct Scan {
    at: At,
    /// The head, or the code of a close frame, as far as it has come.
    part: [u8; 10],
    len: usize,
    close_code: Option<u16>,
}

impl Default for Scan {
    fn default() -> Self {
        Scan { at: At::Handshake(0), part: [0; 10], len: 0, close_code: None }
    }
}

impl Scan {
    const END_OF_HANDSHAKE: [u8; 4] = *b"\r\n\r\n";
    const CLOSE: u8 = 8;
    const IS_MASKED: u8 = 0x80;

    fn pass(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            match self.at {
                At::Handshake(matched) => {
                    let goes_on = byte == Self::END_OF_HANDSHAKE[matched];
                    let matched = if goes_on { matched + 1 } else { usize::from(byte == b'\r') };
                    let is_over = matched == Self::END_OF_HANDSHAKE.len();
                    self.at = if is_over { At::Head } else { At::Handshake(matched) };
                    bytes = rest;
                }
                At::Head => {
                    self.part[self.len] = byte;
                    self.len += 1;
                    bytes = rest;
                    if let Some((left, is_close)) = self.head() {
                        self.len = 0;
                        self.at = match (left, is_close) {
                            (0, true) => At::End,
                            (0, false) => At::Head,
                            _ => At::Payload { left, is_close },
                        };
                    }
                }
                At::Payload { is_close: true, .. } => {
                    self.part[self.len] = byte;
                    self.len += 1;
                    bytes = rest;
                    if self.len == 2 {
                        self.close_code = Some(u16::from_be_bytes([self.part[0], byte]));
                        self.at = At::End;
                    }
                }
                At::Payload { left, is_close } => {
                    let taken = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    bytes = &bytes[taken..];
                    let left = left - taken as u64;
                    self.at = if left == 0 { At::Head } else { At::Payload { left, is_close } };
                }
                At::End => return,
            }
        }
    }

    /// The length of the payload, and whether it is that of a close frame; `None` while the head is
    /// not complete.
    fn head(&self) -> Option<(u64, bool)> {
        let head = &self.part[..self.len];
        let (first, second) = (head.first()?, head.get(1)?);
        let left = match second & !Self::IS_MASKED {
            126 => u64::from(u16::from_be_bytes(head.get(2..4)?.try_into().ok()?)),
            127 => u64::from_be_bytes(head.get(2..10)?.try_into().ok()?),
            short => u64::from(short),
        };
        Some((left, first & 0x0f == Self::CLOSE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An answer to a handshake, then these bytes, in pieces of every size.
    fn close_codes(frames: &[u8]) -> Vec<Option<u16>> {
        let mut bytes = b"HTTP/1.1 101 Switching Protocols\r\nA: \r\r\nB: b\r\n\r\n".to_vec();
        bytes.extend_from_slice(frames);
        let mut found: Vec<_> = (1..=bytes.len())
            .map(|size| {
                let mut scan = Scan::default();
                bytes.chunks(size).for_each(|piece| scan.pass(piece));
                scan.close_code
            })
            .collect();
        found.dedup();
        found
    }

    #[test]
    fn the_code_is_found_behind_frames_of_every_length() {
        for length in [0_usize, 1, 125, 126, 65_535, 65_536] {
            let mut frames = vec![0x81];
            match length {
                0..=125 => frames.push(u8::try_from(length).unwrap()),
                126..=65_535 => {
                    frames.push(126);
                    frames.extend(u16::try_from(length).unwrap().to_be_bytes());
                }
                _ => {
                    frames.push(127);
                    frames.extend((length as u64).to_be_bytes());
                }
            }
            // A payload that looks like a close frame is none.
            frames.extend([0x88, 0x02, 0x03, 0xe8].iter().cycle().take(length));
            frames.extend([0x88, 0x02, 0x03, 0xf6, 0x88, 0x02, 0x03, 0xe8]);
            let sizes: Vec<usize> = vec![1, 2, 3, 7, frames.len() + 60];
            let found: Vec<_> = sizes
                .into_iter()
                .map(|size| {
                    let mut scan = Scan::default();
                    scan.pass(b"HTTP/1.1 101 .\r\n\r\n");
                    frames.chunks(size).for_each(|piece| scan.pass(piece));
                    scan.close_code
                })
                .collect();
            assert_eq!(found, [Some(1014); 5], "{length}");
        }
    }

    #[test]
    fn a_close_without_a_code_has_none() {
        assert_eq!(close_codes(&[0x89, 0x00, 0x88, 0x00]), [None]);
        assert_eq!(close_codes(&[0x88, 0x01, 0x03]), [None]);
        assert_eq!(close_codes(&[0x88, 0x02, 0x0b, 0xb7]), [Some(2999)]);
        assert_eq!(close_codes(&[0xff; 40]), [None]);
    }
}
