//! A body whose lines come twice, as a watch's do when what stands before the API server resends them.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{BufMut as _, Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Frame;

use crate::response::{Body, Dropped};

/// The body with each line of a piece twice.
pub(crate) fn repeated(body: Body) -> Body {
    Repeated(body).boxed_unsync()
}

struct Repeated(Body);

impl hyper::body::Body for Repeated {
    type Data = Bytes;
    type Error = Dropped;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Dropped>>> {
        let frame = ready!(Pin::new(&mut self.0).poll_frame(context));
        Poll::Ready(frame.map(|frame| Ok(frame?.map_data(|data| twice(&data)))))
    }
}

fn twice(lines: &[u8]) -> Bytes {
    let mut all = BytesMut::with_capacity(2 * lines.len());
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        all.put_slice(line);
        all.put_slice(line);
    }
    all.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_follows_itself() {
        assert_eq!(twice(b"a\nb\n"), "a\na\nb\nb\n");
    }
}
