//! Reads the list, line by line, into the events of the stream.
//!
//! A client applies a list as it applies a full state of the stream, so that there is one way to begin, fill and
//! complete a state, and a list that ends too early completes nothing.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeOwned, Error as _};

use crate::event::{Event, Ready, Reset, ResetReason, Status, Upsert};
use crate::ingress::Ingress;
use crate::list::IngressListHeader;
use crate::position::Position;

/// Reads `GET /api/ingresses` as newline-delimited JSON, in pieces of any size.
#[derive(Debug, Default)]
pub struct ListReader {
    unfinished_line: Vec<u8>,
    announced: Option<(Position, usize)>,
    rows: usize,
}

/// The list is not one, or ended before its end.
#[derive(Debug)]
pub enum MalformedList {
    /// A line is not what it should be.
    Line(serde_json::Error),
    /// There are more or fewer rows than the first line says.
    Count,
}

impl ListReader {
    /// Reads on and adds what this makes of the state to `events`.
    pub fn read(&mut self, piece: &[u8], events: &mut Vec<Event>) -> Result<(), MalformedList> {
        let mut ingresses = Vec::new();
        let mut lines = piece.split(|byte| *byte == b'\n');
        let last = lines.next_back().unwrap_or_default();
        for end in lines {
            if self.unfinished_line.is_empty() {
                self.line(end, events, &mut ingresses)?;
            } else {
                let mut line = std::mem::take(&mut self.unfinished_line);
                line.extend_from_slice(end);
                self.line(&line, events, &mut ingresses)?;
            }
        }
        self.unfinished_line.extend_from_slice(last);
        if !ingresses.is_empty() {
            events.push(Event::Upsert(Upsert { ingresses }));
        }
        Ok(())
    }

    /// The end of the list: completes the state, if it is all there.
    pub fn finish(mut self) -> Result<(Ready, Vec<Event>), MalformedList> {
        let mut events = Vec::new();
        if !self.unfinished_line.is_empty() {
            self.read(b"\n", &mut events)?;
        }
        match self.announced {
            Some((position, count)) if count == self.rows => Ok((Ready { count, position }, events)),
            _ => Err(MalformedList::Count),
        }
    }

    /// How many rows have been read.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    fn line(
        &mut self,
        line: &[u8],
        events: &mut Vec<Event>,
        ingresses: &mut Vec<Arc<Ingress>>,
    ) -> Result<(), MalformedList> {
        if self.announced.is_some() {
            ingresses.push(Arc::new(read(line)?));
            self.rows += 1;
            return Ok(());
        }
        let header: IngressListHeader = read(line)?;
        self.announced = Some((header.position, header.count));
        events.push(Event::Reset(Reset { reason: ResetReason::Initial }));
        events.push(Event::Status(Status { scope: Some(header.scope), namespaces: header.namespaces }));
        Ok(())
    }
}

/// As text, which events of the stream are read from too: to read bytes as well would be the same code twice.
fn read<T: DeserializeOwned>(line: &[u8]) -> Result<T, MalformedList> {
    let text = str::from_utf8(line).map_err(|error| MalformedList::Line(serde_json::Error::custom(error)))?;
    serde_json::from_str(text).map_err(MalformedList::Line)
}

impl fmt::Display for MalformedList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(error) => write!(formatter, "a line of the list cannot be read: {error}"),
            Self::Count => formatter.write_str("the list has not the number of rows that it announced"),
        }
    }
}

impl std::error::Error for MalformedList {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Board;
    use crate::position::Epoch;
    use crate::sample::ingress;
    use crate::status::{Scope, ScopeMode};

    fn list(names: &[&str]) -> Vec<u8> {
        let header = IngressListHeader {
            position: Epoch::from_bits(7).at(3),
            scope: Scope { mode: ScopeMode::Cluster, namespaces: None, reason: String::new() },
            namespaces: Vec::new(),
            count: names.len(),
        };
        let mut lines = vec![serde_json::to_string(&header).unwrap()];
        lines.extend(names.iter().map(|name| serde_json::to_string(&ingress("shop", name)).unwrap()));
        format!("{}\n", lines.join("\n")).into_bytes()
    }

    fn apply(board: &mut Board, body: &[u8], piece: usize) -> Result<Position, MalformedList> {
        let mut reader = ListReader::default();
        let mut events = Vec::new();
        for piece in body.chunks(piece) {
            reader.read(piece, &mut events)?;
        }
        for event in events {
            board.apply(event);
        }
        let (ready, rest) = reader.finish()?;
        let position = ready.position.clone();
        for event in rest.into_iter().chain([Event::Ready(ready)]) {
            board.apply(event);
        }
        Ok(position)
    }

    fn names(board: &Board) -> Vec<&str> {
        board.rows().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn pieces_of_any_size_give_the_same_rows() {
        let body = list(&["a", "ä", "c"]);
        for piece in [1, 7, 100, body.len()] {
            let mut board = Board::default();
            assert_eq!(apply(&mut board, &body, piece).unwrap(), Epoch::from_bits(7).at(3));
            assert_eq!(names(&board), ["a", "c", "ä"], "in pieces of {piece}");
        }
    }

    #[test]
    fn the_last_line_may_lack_its_end() {
        let body = list(&["a", "b"]);
        let mut board = Board::default();
        apply(&mut board, &body[..body.len() - 1], 10).unwrap();
        assert_eq!(names(&board), ["a", "b"]);
    }

    #[test]
    fn rows_can_be_used_before_the_list_has_ended() {
        let body = list(&["a", "b", "c"]);
        let (mut reader, mut events) = (ListReader::default(), Vec::new());
        reader.read(&body[..body.len() - 10], &mut events).unwrap();
        let mut board = Board::default();
        for event in events {
            assert!(!board.apply(event).complete);
        }
        assert_eq!(names(&board), ["a", "b"]);
    }

    #[test]
    fn a_cut_list_changes_nothing_on_a_board_with_rows() {
        let mut board = Board::default();
        apply(&mut board, &list(&["a", "b"]), 100).unwrap();
        let body = list(&["c", "d"]);
        for end in 0..body.len() - 1 {
            assert!(apply(&mut board, &body[..end], 50).is_err(), "cut at {end}");
            assert_eq!(names(&board), ["a", "b"], "cut at {end}");
        }
        apply(&mut board, &body, 50).unwrap();
        assert_eq!(names(&board), ["c", "d"]);
    }

    #[test]
    fn a_list_with_a_row_too_many_is_refused() {
        let mut body = list(&["a"]);
        let extra = list(&["b"]);
        body.extend_from_slice(extra.splitn(2, |byte| *byte == b'\n').last().unwrap());
        assert!(matches!(apply(&mut Board::default(), &body, 100), Err(MalformedList::Count)));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let page = b"<!doctype html>\n<title>Sign in</title>\n";
        assert!(matches!(apply(&mut Board::default(), page, 100), Err(MalformedList::Line(_))));
    }
}
