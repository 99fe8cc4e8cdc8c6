//! The list as newline-delimited JSON.

use bytes::Bytes;
use kube_ingress_dash_model::list::IngressListHeader;
use kube_ingress_dash_watcher::board::{EncodedRows, Segment, Snapshot};

use crate::json;
use crate::stream::frame;

/// The lines in pieces.
pub(super) fn lines(
    snapshot: &Snapshot,
    encode: fn(&Segment) -> EncodedRows,
) -> impl Iterator<Item = Bytes> + use<> {
    let header = IngressListHeader {
        position: snapshot.position(),
        count: snapshot.count(),
        scope: snapshot.scope.clone(),
        namespaces: snapshot.namespaces.clone(),
    };
    let segments = snapshot.segments().to_vec().into_iter();
    std::iter::once(Bytes::from(json::line(&header)))
        .chain(segments.map(move |segment| frame::lines(&encode(&segment))))
}
