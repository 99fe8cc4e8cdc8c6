//! A stream of lines, none of which is longer than its reader can bear to collect.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame};
use tower::BoxError;

/// A line is longer than is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a line is longer than {0} bytes")]
pub struct LineTooLong(pub usize);

/// Passes a body on, and fails as soon as a line of it is too long, whether its end has come or not.
pub struct Lines<R> {
    body: Pin<Box<R>>,
    longest: usize,
    /// Bytes of the line that has not ended yet.
    unfinished: usize,
}

impl<R> Lines<R> {
    pub(super) fn new(body: R, longest: usize) -> Self {
        Self { body: Box::pin(body), longest, unfinished: 0 }
    }

    fn measure(&mut self, bytes: &[u8]) -> Result<(), LineTooLong> {
        for (index, part) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if index > 0 {
                self.unfinished = 0;
            }
            self.unfinished += part.len();
            if self.unfinished > self.longest {
                return Err(LineTooLong(self.longest));
            }
        }
        Ok(())
    }
}

impl<R> Body for Lines<R>
where
    R: Body<Data = Bytes>,
    R::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(self.body.as_mut().poll_frame(context));
        Poll::Ready(frame.map(|frame| {
            let frame = frame.map_err(Into::into)?;
            if let Some(bytes) = frame.data_ref() {
                self.measure(bytes)?;
            }
            Ok(frame)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;
    use http_body_util::{BodyExt as _, StreamBody};
    use std::convert::Infallible;

    /// What comes of these pieces where lines have three bytes at most.
    async fn read(pieces: &[&'static str]) -> Result<Bytes, BoxError> {
        let frames =
            pieces.iter().map(|piece| Ok::<_, Infallible>(Frame::data(Bytes::from_static(piece.as_bytes()))));
        let body = StreamBody::new(stream::iter(frames.collect::<Vec<_>>()));
        Ok(Lines::new(body, 3).collect().await?.to_bytes())
    }

    #[tokio::test]
    async fn lines_within_the_bound_pass_in_any_pieces() {
        for pieces in
            [&["abc\nabc\n\nabc"][..], &["ab", "c\nab", "c", "\n\nabc"], &["abc", "\n", "abc\n\n", "abc"]]
        {
            assert_eq!(read(pieces).await.unwrap(), "abc\nabc\n\nabc");
        }
    }

    #[tokio::test]
    async fn a_line_beyond_it_fails_before_its_end() {
        for pieces in [&["abcd"][..], &["ab", "cd\n"], &["a\nabcd\na"], &["a\n", "abc", "d"]] {
            assert!(read(pieces).await.unwrap_err().is::<LineTooLong>(), "{pieces:?}");
        }
    }
}
