//! The list as one JSON document.

use bytes::Bytes;
use kube_ingress_dash_model::list::IngressList;
use kube_ingress_dash_watcher::board::{Segment, Snapshot};

use crate::json;

/// The document in pieces.
pub(super) fn document(snapshot: &Snapshot) -> impl Iterator<Item = Bytes> + use<> {
    let empty = IngressList {
        position: snapshot.position(),
        scope: snapshot.scope.clone(),
        namespaces: snapshot.namespaces.clone(),
        ingresses: Vec::new(),
    };
    let mut head = Vec::new();
    json::write(&mut head, &empty);
    let tail = Bytes::from(head.split_off(head.len() - "]}".len()));
    let rows = snapshot.segments().to_vec().into_iter().enumerate().flat_map(|(index, segment)| {
        let separator = (index > 0).then(|| Bytes::from_static(b","));
        separator.into_iter().chain([elements(&segment)])
    });
    std::iter::once(Bytes::from(head)).chain(rows).chain([tail])
}

fn elements(segment: &Segment) -> Bytes {
    let mut elements = Vec::with_capacity(json::size_of_rows(segment.rows()));
    json::write_rows(&mut elements, segment.rows(), ",");
    Bytes::from(elements)
}
