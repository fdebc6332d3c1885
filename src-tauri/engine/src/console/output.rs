//! A process's output: all that was not shown yet, and the last part of what was.

use bytes::{Buf, Bytes, BytesMut};
use tokio::sync::watch;

/// How much output may wait to be shown, in bytes.
pub const BUFFER: usize = 128 * 1024;
/// How much of what was shown is kept, in bytes.
pub const KEPT: usize = 256 * 1024;
/// How much one [`Consoles::read`](super::Consoles::read) returns at most, in bytes: as much as xterm.js takes in one piece
/// (`MAX_PARSEBUFFER_LENGTH`).
pub const CHUNK: usize = 128 * 1024;

/// A part of a process's output.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// The bytes. Empty: the end.
    pub bytes: Bytes,
    /// The position after them, in bytes since the process started.
    pub next: u64,
    /// Whether a page showed them before it was reloaded.
    pub replayed: bool,
}

/// Readers name the position they read from, so one that has disappeared takes nothing away from another.
pub(crate) struct OutputBuffer {
    tape: watch::Sender<Tape>,
}

/// A run of bytes in the order in which they were printed. Positions count from the first byte of all.
#[derive(Default)]
struct Tape {
    bytes: BytesMut,
    /// The position of the first that is still here.
    begin: u64,
    /// Everything before this position was shown.
    shown: u64,
    ended: bool,
    /// Nothing more is kept: nobody will read it.
    discards: bool,
}

impl OutputBuffer {
    pub fn new() -> Self {
        Self { tape: watch::Sender::new(Tape::default()) }
    }

    /// Takes in what was printed. Waits while [`BUFFER`] bytes are to be shown.
    pub async fn write(&self, mut printed: &[u8]) {
        let mut tape = self.tape.subscribe();
        while !printed.is_empty() {
            // It cannot fail: the sender is ours.
            let room = tape.wait_for(|tape| tape.room() > 0).await.map_or(0, |tape| tape.room());
            let (now, later) = printed.split_at(room.min(printed.len()));
            self.tape.send_modify(|tape| tape.push(now));
            printed = later;
        }
    }

    /// Takes in and forgets whatever is printed from now on.
    pub fn discard(&self) {
        self.tape.send_modify(|tape| tape.discards = true);
    }

    /// Nothing more will be printed.
    pub fn end(&self) {
        self.tape.send_modify(|tape| tape.ended = true);
    }

    /// Waits for output at position `from`, and returns at most [`CHUNK`] bytes of it. Everything before has been shown.
    pub async fn read(&self, from: u64) -> Output {
        let mut tape = self.tape.subscribe();
        self.tape.send_if_modified(|tape| tape.show(from));
        match tape.wait_for(|tape| tape.ended || tape.end() > from).await {
            Ok(tape) => tape.part(from),
            Err(_) => Output::default(),
        }
    }
}

impl Tape {
    fn end(&self) -> u64 {
        self.begin + self.bytes.len() as u64
    }

    fn push(&mut self, printed: &[u8]) {
        if !self.discards {
            self.bytes.extend_from_slice(printed);
        }
    }

    fn room(&self) -> usize {
        if self.discards {
            return usize::MAX;
        }
        BUFFER.saturating_sub((self.end() - self.shown) as usize)
    }

    /// Forgets what was shown but for the last [`KEPT`] bytes; answers whether that changed anything.
    fn show(&mut self, until: u64) -> bool {
        let until = until.min(self.end());
        if until <= self.shown {
            return false;
        }
        self.shown = until;
        let stale = (self.shown - self.begin).saturating_sub(KEPT as u64);
        self.bytes.advance(stale as usize);
        self.begin += stale;
        true
    }

    /// The part from `from`, or from the first complete line that is still kept. Never both what was shown and what
    /// was not.
    fn part(&self, from: u64) -> Output {
        let from = if from < self.begin { self.first_line() } else { from.min(self.end()) };
        let replayed = from < self.shown;
        let end = if replayed { self.shown } else { self.end() }.min(from + CHUNK as u64);
        let range = (from - self.begin) as usize..(end - self.begin) as usize;
        Output { bytes: Bytes::copy_from_slice(&self.bytes[range]), next: end, replayed }
    }

    fn first_line(&self) -> u64 {
        let shown = &self.bytes[..(self.shown - self.begin) as usize];
        let line = shown.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        self.begin + line as u64
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Everything that a reader gets from `from` on, while there is something.
    async fn read_on(output: &OutputBuffer, mut from: u64) -> (Vec<u8>, u64) {
        let mut told = Vec::new();
        while let Ok(part) = tokio::time::timeout(Duration::from_millis(1), output.read(from)).await {
            if part.bytes.is_empty() {
                break;
            }
            told.extend_from_slice(&part.bytes);
            from = part.next;
        }
        (told, from)
    }

    #[tokio::test(start_paused = true)]
    async fn a_reader_that_has_gone_takes_nothing_along() {
        let output = OutputBuffer::new();
        output.write(b"one\n").await;
        let gone = output.read(0).await;
        assert_eq!(&gone.bytes[..], b"one\n", "what was printed");
        let mut waiting = std::pin::pin!(output.read(gone.next));
        assert!(futures_util::poll!(&mut waiting).is_pending(), "there is nothing more yet");
        output.write(b"two\n").await;
        assert_eq!(&waiting.await.bytes[..], b"two\n", "the one that has gone is answered, too");

        let first = output.read(0).await;
        assert_eq!((&first.bytes[..], first.replayed), (&b"one\n"[..], true), "what was shown, and said to be so");
        let second = output.read(first.next).await;
        assert_eq!((&second.bytes[..], second.replayed), (&b"two\n"[..], false), "what nobody has shown is not lost");
        output.end();
        assert_eq!(output.read(second.next).await.bytes, Bytes::new(), "the end");
        assert_eq!(read_on(&output, 0).await.0, b"one\ntwo\n", "it is there after the end as well");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_kept_is_bounded_and_begins_with_a_line() {
        let output = OutputBuffer::new();
        let mut all = Vec::new();
        let mut at = 0;
        for number in 0..60_000 {
            let line = format!("line {number}\n");
            output.write(line.as_bytes()).await;
            all.extend_from_slice(line.as_bytes());
            if number % 1000 == 0 {
                at = read_on(&output, at).await.1;
            }
        }
        read_on(&output, at).await;
        let (kept, _) = read_on(&output, 0).await;
        assert!(all.len() > 2 * KEPT && all.ends_with(&kept), "the last part of all");
        assert!(kept.len() <= KEPT && kept.len() > KEPT - 20, "no more than what is kept: {}", kept.len());
        assert!(kept.starts_with(b"line "), "no half line");
    }

    #[tokio::test(start_paused = true)]
    async fn a_writer_waits_while_nobody_shows_it() {
        let output = OutputBuffer::new();
        let flood = vec![b'y'; BUFFER + 1];
        let mut writing = std::pin::pin!(output.write(&flood));
        assert!(futures_util::poll!(&mut writing).is_pending(), "the last byte has no room");
        let part = output.read(0).await;
        assert!(futures_util::poll!(&mut writing).is_pending(), "given out is not shown");
        // Acknowledged output makes room for the last byte.
        let (last, ()) = tokio::join!(output.read(part.next), writing);
        assert_eq!(&last.bytes[..], b"y", "it comes after all");

        let mut writing = std::pin::pin!(output.write(&flood));
        assert!(futures_util::poll!(&mut writing).is_pending(), "there is no room again");
        output.discard();
        writing.await;
        output.write(&flood).await;
        assert!(read_on(&output, 0).await.0.len() <= KEPT + BUFFER, "what is discarded takes no room");
    }
}
