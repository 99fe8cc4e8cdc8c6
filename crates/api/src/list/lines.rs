//! The list as newline-delimited JSON.

use bytes::Bytes;
use kube_ingress_dash_model::list::IngressListHeader;
use kube_ingress_dash_watcher::board::Snapshot;
use kube_ingress_dash_watcher::viewer::Sight;

use super::run::Run;
use crate::json;

/// The lines of these rows of the snapshot, in pieces.
pub(super) fn lines<R: Run>(snapshot: &Snapshot, runs: Vec<R>) -> impl Iterator<Item = Bytes> + use<R> {
    let header = IngressListHeader {
        position: snapshot.position(),
        count: runs.iter().map(|run| run.rows().len()).sum(),
        scope: snapshot.scope.clone(),
        namespaces: snapshot.namespaces.clone(),
    };
    let sight = snapshot.sight();
    std::iter::once(Bytes::from(json::line(&header)))
        .chain(runs.into_iter().map(move |run| rows(&run, sight)))
}

fn rows(run: &impl Run, sight: Sight) -> Bytes {
    let mut lines = Vec::with_capacity(json::size_of_rows(run.rows()));
    json::write_rows(&mut lines, run.rows(), "\n", sight);
    lines.push(b'\n');
    Bytes::from(lines)
}
