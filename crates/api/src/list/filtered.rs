//! The rows of a selection that match a query: made for one reader and not kept.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_core::limit::{Full, Place, TurnLimits, Turns, WaitedTooLong};
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::export::Lines;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_watcher::board::{Row, Segment, Snapshot};
use kube_ingress_dash_watcher::viewer::Sight;

use super::{Form, Run};
use crate::aside::aside;
use crate::client::Client;
use crate::problem::Problem;

/// How many rows are written at once, so that nobody waits long for the thread that does it.
const AT_ONCE: usize = 50;

/// Rows are looked at for two readers at once, so that the streams have processors left. A place is taken until the list is
/// read: what a reader leaves unread holds a pointer to each of its rows, and up to 3 MiB of what compresses it.
const LIMITS: TurnLimits =
    TurnLimits { at_once: 2, places: 32, places_per_key: 4, patience: Duration::from_secs(10) };

/// Filters rows for clients that take turns at it; clones share them.
#[derive(Debug, Clone)]
pub(super) struct Filtering(Turns<Client>);

/// The rows of a snapshot that match a query, as rows of a list and as CSV.
pub(crate) struct FilteredList {
    snapshot: Snapshot,
    runs: Vec<Part>,
    place: Place<Client>,
}

/// Some of the rows that match, one after the other.
enum Part {
    /// Neighbours on the board.
    Neighbours(Arc<Segment>, Range<usize>),
    /// The rows themselves.
    Picked(Vec<Arc<Row>>),
}

impl Run for Part {
    fn rows(&self) -> &[Arc<Row>] {
        match self {
            Self::Neighbours(segment, range) => segment.rows().get(range.clone()).unwrap_or_default(),
            Self::Picked(rows) => rows,
        }
    }
}

impl Filtering {
    pub(super) fn new() -> Self {
        Self(Turns::new(LIMITS))
    }

    /// Looks at each row at this time, on a thread for such work, when it is the client's turn.
    ///
    /// # Errors
    /// The client has too many lists under way, or all have, or it is a fault that was logged.
    pub(super) async fn filter(
        &self,
        client: Client,
        snapshot: Snapshot,
        query: Query,
        now: Timestamp,
    ) -> Result<FilteredList, Problem> {
        let place = self.0.place(client).map_err(|full| match full {
            Full::Key => Problem::TooManyListsOfClient,
            Full::Total => Problem::TooManyLists,
        })?;
        let turn = place.turn().await.map_err(|WaitedTooLong| Problem::TooManyLists)?;
        aside(move || {
            let runs = matching(&snapshot, &query, now);
            // The turn lasts as long as the work, whoever waits for it.
            drop(turn);
            FilteredList { snapshot, runs, place }
        })
        .await
    }
}

impl FilteredList {
    /// The list in pieces.
    pub(crate) fn chunks(self, form: Form) -> impl Iterator<Item = Bytes> {
        let Self { snapshot, runs, place } = self;
        Reading { pieces: form.write(&snapshot, runs), _place: place }
    }

    /// The rows as CSV, in pieces.
    pub(crate) fn csv(self, lines: Lines, edge: EdgeClasses) -> impl Iterator<Item = Bytes> {
        let Self { snapshot, runs, place } = self;
        let mut header = String::new();
        lines.write_header(&mut header);
        let sight = snapshot.sight();
        let written = runs.into_iter().map(move |run| {
            let mut csv = String::new();
            for ingress in run.rows().iter().filter_map(|row| read(row, sight)) {
                lines.write(&mut csv, &ingress, &edge);
            }
            Bytes::from(csv)
        });
        Reading { pieces: std::iter::once(Bytes::from(header)).chain(written), _place: place }
    }
}

/// Pieces of a list that takes a place until the last of them is gone.
struct Reading<I> {
    pieces: I,
    _place: Place<Client>,
}

impl<I: Iterator> Iterator for Reading<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.pieces.next()
    }
}

/// The rows that match, by namespace and name; those that answer a URL best come first.
fn matching(snapshot: &Snapshot, query: &Query, now: Timestamp) -> Vec<Part> {
    if query.is_empty() {
        return snapshot.segments().iter().flat_map(neighbours).collect();
    }
    let ranked = snapshot.rows().filter_map(|row| {
        let ingress = read(row, snapshot.sight())?;
        query.matches(&ingress, now).then(|| (query.rank(&ingress), Arc::clone(row)))
    });
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut matching = ranked.into_iter().map(|(_, row)| row);
    let runs = std::iter::from_fn(|| Some(matching.by_ref().take(AT_ONCE).collect::<Vec<_>>()));
    runs.take_while(|run| !run.is_empty()).map(Part::Picked).collect()
}

fn neighbours(segment: &Arc<Segment>) -> impl Iterator<Item = Part> {
    let starts = (0..segment.rows().len()).step_by(AT_ONCE);
    starts.map(|start| {
        let end = segment.rows().len().min(start + AT_ONCE);
        Part::Neighbours(Arc::clone(segment), start..end)
    })
}

fn read(row: &Row, sight: Sight) -> Option<Ingress> {
    row.ingress(sight).inspect_err(|error| tracing::error!(%error, "a row cannot be read")).ok()
}
