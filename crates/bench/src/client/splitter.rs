//! Cuts a body into its messages, whatever pieces the network brings it in.

use bytes::{Buf as _, BytesMut};
use memchr::memmem;

/// Holds the beginning of a message whose end has not come.
#[derive(Debug)]
pub(crate) struct Splitter {
    end: &'static [u8],
    rest: BytesMut,
}

impl Splitter {
    /// For messages that end with `end`.
    pub(crate) fn new(end: &'static [u8]) -> Self {
        Self { end, rest: BytesMut::new() }
    }

    /// Takes the next piece and hands out the messages that are complete with it, without their ends.
    pub(crate) fn push(&mut self, piece: &[u8], mut take: impl FnMut(&[u8])) {
        if self.rest.is_empty() {
            let used = split(piece, 0, self.end, &mut take);
            self.rest.extend_from_slice(&piece[used..]);
        } else {
            let searched = self.rest.len().saturating_sub(self.end.len() - 1);
            self.rest.extend_from_slice(piece);
            let used = split(&self.rest, searched, self.end, &mut take);
            self.rest.advance(used);
        }
        if self.rest.is_empty() {
            // A client of a quiet stream does not keep the room that its first state took.
            self.rest = BytesMut::new();
        }
    }
}

/// Hands out complete messages and gives how many bytes they took.
fn split(bytes: &[u8], searched: usize, end: &[u8], take: &mut impl FnMut(&[u8])) -> usize {
    let mut start = 0;
    for found in memmem::find_iter(&bytes[searched..], end).map(|found| found + searched) {
        take(&bytes[start..found]);
        start = found + end.len();
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_in(pieces: &[&str]) -> Vec<String> {
        let mut splitter = Splitter::new(b"\n\n");
        let mut messages = Vec::new();
        for piece in pieces {
            splitter.push(piece.as_bytes(), |message| {
                messages.push(String::from_utf8(message.to_vec()).unwrap());
            });
        }
        messages
    }

    #[test]
    fn any_pieces_give_the_same_messages() {
        let text = "a\nb\n\nc\n\n\nd\n\ne";
        let whole = split_in(&[text]);
        assert_eq!(whole, ["a\nb", "c", "\nd"]);
        for first in 0..text.len() {
            for second in first..text.len() {
                let pieces = [&text[..first], &text[first..second], &text[second..]];
                assert_eq!(split_in(&pieces), whole, "{pieces:?}");
            }
        }
    }
}
