//! The beginning of a body, after which the connection is closed or nothing more comes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, SizeHint};

use super::Part;
use crate::response::{Body, Dropped};

/// The body up to a part of it, where the connection is closed.
pub(crate) fn cut_off(body: Body, part: Part) -> Body {
    Partial::new(body, part, Ending::Cut).boxed_unsync()
}

/// The body up to a part of it, after which nothing more comes.
pub(crate) fn fall_silent(body: Body, part: Part) -> Body {
    Partial::new(body, part, Ending::Silence).boxed_unsync()
}

struct Partial {
    body: Body,
    /// How many bytes are still sent; none until half of the first ones is known.
    left: Option<u64>,
    ending: Ending,
}

#[derive(Clone, Copy)]
enum Ending {
    Cut,
    /// The connection is closed when the body is asked again: what was sent before is on its way by then.
    CutNow,
    Silence,
}

impl Partial {
    fn new(body: Body, part: Part, ending: Ending) -> Self {
        let left = match (part, body.size_hint().exact()) {
            (Part::Half, size) => size.map(|size| size / 2),
            (Part::Bytes(bytes), Some(size)) => Some(bytes.min(size.saturating_sub(1))),
            (Part::Bytes(bytes), None) => Some(bytes),
        };
        Self { body, left, ending }
    }

    fn end(&mut self, context: &Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        match self.ending {
            Ending::Silence => Poll::Pending,
            Ending::CutNow => Poll::Ready(Some(Err(Dropped))),
            Ending::Cut => {
                self.ending = Ending::CutNow;
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }
}

impl hyper::body::Body for Partial {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        if self.left == Some(0) {
            return self.end(context);
        }
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        let Some(mut data) = frame.transpose()?.and_then(|frame| frame.into_data().ok()) else {
            self.left = Some(0);
            return self.end(context);
        };
        let size = u64::try_from(data.len()).unwrap_or(u64::MAX);
        let left = self.left.unwrap_or(size / 2);
        let sent = left.min(size);
        self.left = Some(left - sent);
        data.truncate(usize::try_from(sent).unwrap_or(usize::MAX));
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
