//! A body without an end of its own, such as a watch's, that a fault can cut.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::Frame;

use crate::response::{Body, Dropped};

/// A body that is cut at some moment, if it has not ended before.
pub(crate) struct Severable<F> {
    body: Body,
    moment: Pin<Box<F>>,
}

impl<F: Future<Output = ()>> Severable<F> {
    pub(crate) fn new(body: Body, moment: F) -> Self {
        Self { body, moment: Box::pin(moment) }
    }
}

impl<F: Future<Output = ()>> hyper::body::Body for Severable<F> {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        if self.moment.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Err(Dropped)));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }
}
