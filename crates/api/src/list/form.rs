//! The two forms of a list, and which one a client reads.

use actix_web::HttpRequest;
use actix_web::http::header::{ACCEPT, Accept, Header as _, Quality};
use bytes::Bytes;
use kube_ingress_dash_watcher::board::Snapshot;

use super::document::document;
use super::lines::lines;
use super::run::Run;

const JSON: &str = "application/json";
const NDJSON: &str = "application/x-ndjson";

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// One JSON document.
    Document,
    /// A JSON document a line: a header, then a row each, so that a client shows them as it reads.
    Lines,
}

impl Form {
    /// The form that the client would rather read. Without a word on the matter it is the document.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        if !request.headers().contains_key(ACCEPT) {
            return Self::Document;
        }
        let Ok(mut accept) = Accept::parse(request) else {
            return Self::Document;
        };
        accept.0.retain(|range| range.quality > Quality::ZERO);
        let mut ranges = accept.ranked().into_iter();
        match ranges.find(|range| matches!(range.essence_str(), NDJSON | JSON | "*/*")) {
            Some(range) if range.essence_str() == NDJSON => Self::Lines,
            _ => Self::Document,
        }
    }

    /// Its media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Document => JSON,
            Self::Lines => NDJSON,
        }
    }

    /// The list in pieces, each made when it is asked for.
    pub(super) fn chunks(self, snapshot: &Snapshot) -> Box<dyn Iterator<Item = Bytes> + Send> {
        self.write(snapshot, snapshot.segments().to_vec())
    }

    /// The list of these rows of the snapshot in pieces, each made when it is asked for.
    pub(super) fn write<R: Run>(
        self,
        snapshot: &Snapshot,
        runs: Vec<R>,
    ) -> Box<dyn Iterator<Item = Bytes> + Send> {
        match self {
            Self::Document => Box::new(document(snapshot, runs)),
            Self::Lines => Box::new(lines(snapshot, runs)),
        }
    }
}
