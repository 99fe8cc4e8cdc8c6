//! The list as one JSON document.

use bytes::Bytes;
use kube_ingress_dash_model::list::IngressList;
use kube_ingress_dash_watcher::board::Snapshot;
use kube_ingress_dash_watcher::viewer::Sight;

use super::run::Run;
use crate::json;

/// The document of these rows of the snapshot, in pieces.
pub(super) fn document<R: Run>(snapshot: &Snapshot, runs: Vec<R>) -> impl Iterator<Item = Bytes> + use<R> {
    let empty = IngressList {
        position: snapshot.position(),
        scope: snapshot.scope.clone(),
        namespaces: snapshot.namespaces.clone(),
        ingresses: Vec::new(),
    };
    let mut head = Vec::new();
    json::write(&mut head, &empty);
    let tail = Bytes::from(head.split_off(head.len() - "]}".len()));
    let sight = snapshot.sight();
    let rows = runs.into_iter().enumerate().flat_map(move |(index, run)| {
        let separator = (index > 0).then(|| Bytes::from_static(b","));
        separator.into_iter().chain([elements(&run, sight)])
    });
    std::iter::once(Bytes::from(head)).chain(rows).chain([tail])
}

fn elements(run: &impl Run, sight: Sight) -> Bytes {
    let mut elements = Vec::with_capacity(json::size_of_rows(run.rows()));
    json::write_rows(&mut elements, run.rows(), ",", sight);
    Bytes::from(elements)
}
