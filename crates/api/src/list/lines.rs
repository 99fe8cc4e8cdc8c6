//! The list as newline-delimited JSON.

use bytes::Bytes;
use kube_ingress_dash_model::list::IngressListHeader;
use kube_ingress_dash_watcher::board::{Segment, Snapshot};

use crate::json;

/// The lines in pieces.
pub(super) fn lines(snapshot: &Snapshot) -> impl Iterator<Item = Bytes> + use<> {
    let header = IngressListHeader {
        position: snapshot.position(),
        count: snapshot.count(),
        scope: snapshot.scope.clone(),
        namespaces: snapshot.namespaces.clone(),
    };
    let segments = snapshot.segments().to_vec().into_iter();
    std::iter::once(Bytes::from(json::line(&header))).chain(segments.map(|segment| rows(&segment)))
}

fn rows(segment: &Segment) -> Bytes {
    let mut lines = Vec::with_capacity(json::size_of_rows(segment.rows()));
    json::write_rows(&mut lines, segment.rows(), "\n");
    lines.push(b'\n');
    Bytes::from(lines)
}
