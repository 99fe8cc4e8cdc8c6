//! The rows that match a query: made for one reader and not kept.

use std::sync::Arc;

use bytes::Bytes;
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::export::Lines;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_watcher::board::{Row, Snapshot};
use kube_ingress_dash_watcher::viewer::Sight;
use tokio::sync::Semaphore;

use super::Form;

/// How many rows are written at once, so that nobody waits long for the thread that does it.
const AT_ONCE: usize = 50;

/// Rows are looked at for two readers at once. The others wait, so that the streams have processors left.
static TURNS: Semaphore = Semaphore::const_new(2);

/// The rows of a snapshot that match a query, as rows of a list and as CSV.
pub(crate) struct FilteredList {
    snapshot: Snapshot,
    rows: Vec<Arc<Row>>,
}

impl FilteredList {
    /// Looks at each row at this time, on a thread for such work. None is a fault that was logged.
    pub(crate) async fn new(snapshot: Snapshot, query: Query, now: Timestamp) -> Option<Self> {
        let turn = TURNS.acquire().await.ok()?;
        let work = tokio::task::spawn_blocking(move || {
            let rows = matching(&snapshot, &query, now);
            // The turn lasts as long as the work, whoever waits for it.
            drop(turn);
            Self { snapshot, rows }
        });
        work.await.inspect_err(|error| tracing::error!(%error, "a list was not filtered")).ok()
    }

    /// The list in pieces.
    pub(crate) fn chunks(self, form: Form) -> impl Iterator<Item = Bytes> {
        let runs = self.rows.chunks(AT_ONCE).map(<[_]>::to_vec).collect();
        form.write(&self.snapshot, runs)
    }

    /// The rows as CSV, in pieces.
    pub(crate) fn csv(self, lines: Lines, edge: EdgeClasses) -> impl Iterator<Item = Bytes> {
        let mut header = String::new();
        lines.write_header(&mut header);
        let runs: Vec<Vec<Arc<Row>>> = self.rows.chunks(AT_ONCE).map(<[_]>::to_vec).collect();
        let sight = self.snapshot.sight();
        let written = runs.into_iter().map(move |run| {
            let mut csv = String::new();
            for ingress in run.iter().filter_map(|row| read(row, sight)) {
                lines.write(&mut csv, &ingress, &edge);
            }
            Bytes::from(csv)
        });
        std::iter::once(Bytes::from(header)).chain(written)
    }
}

/// The rows that match, by namespace and name; those that answer a URL best come first.
fn matching(snapshot: &Snapshot, query: &Query, now: Timestamp) -> Vec<Arc<Row>> {
    if query.is_empty() {
        return snapshot.rows().cloned().collect();
    }
    let ranked = snapshot.rows().filter_map(|row| {
        let ingress = read(row, snapshot.sight())?;
        query.matches(&ingress, now).then(|| (query.rank(&ingress), Arc::clone(row)))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, row)| row).collect()
}

fn read(row: &Row, sight: Sight) -> Option<Ingress> {
    row.ingress(sight).inspect_err(|error| tracing::error!(%error, "a row cannot be read")).ok()
}
