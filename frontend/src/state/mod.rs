//! All that the page shows, as signals: one for each row in view, so that a changed cell costs one write to the DOM.

mod rows;
mod ticker;

use std::sync::Arc;

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::board::Board;
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::order::Order;
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_model::status::NamespaceStatus;
use kube_ingress_dash_model::summary::Summary;
use leptos::prelude::*;

use crate::feed::link::Link;
pub use rows::{Row, RowSignals};

/// The rows in the order in which they are shown.
pub type Visible = Arc<Vec<Arc<Ingress>>>;

/// The page's state. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Store {
    board: StoredValue<Board>,
    rows: RowSignals,
    revision: RwSignal<u32>,
    /// How many rows there were at this revision.
    drawn: StoredValue<usize>,
    /// The connection to the server.
    pub link: RwSignal<Link>,
    /// The state of the watches, by namespace.
    pub namespaces: RwSignal<Vec<NamespaceStatus>>,
    /// Whether a full state was ever received.
    pub complete: RwSignal<bool>,
    /// What the server says of itself.
    pub config: RwSignal<Option<ClientConfig>>,
    /// The browser's clock in milliseconds, once a second.
    pub now: ReadSignal<f64>,
}

impl Store {
    /// An empty state.
    pub fn new() -> Self {
        Self {
            board: StoredValue::new(Board::default()),
            rows: RowSignals::new(),
            revision: RwSignal::new(0),
            drawn: StoredValue::new(0),
            link: RwSignal::new(Link::Connecting),
            namespaces: RwSignal::new(Vec::new()),
            complete: RwSignal::new(false),
            config: RwSignal::new(None),
            now: ticker::every_second(),
        }
    }

    /// Applies a batch of events and says whether the full state is complete with it.
    pub fn apply(&self, events: Vec<Event>) -> bool {
        let (mut rows_changed, mut status_changed, mut complete) = (false, false, false);
        let was_complete = self.complete.get_untracked();
        self.board.update_value(|board| {
            for event in events {
                let delta = board.apply(event);
                status_changed |= delta.status_changed;
                complete |= delta.complete;
                rows_changed |= !(delta.upserted.is_empty() && delta.removed.is_empty());
                for row in delta.upserted {
                    self.rows.update(row, was_complete);
                }
            }
        });
        // Each revision sorts all rows. While the first state arrives there is one when their number has grown by half,
        // so that the time for many rows grows with their number and not with its square.
        let total = self.board.with_value(|board| board.rows().len());
        let drawn = self.drawn.get_value();
        let is_due = if was_complete {
            rows_changed
        } else {
            complete || (rows_changed && total >= drawn + drawn / 2)
        };
        if is_due {
            self.drawn.set_value(total);
            self.revision.update(|revision| *revision = revision.wrapping_add(1));
        }
        if status_changed {
            self.namespaces.set(self.board.with_value(|board| board.namespaces().cloned().collect()));
        }
        if complete {
            self.complete.set(true);
        }
        complete
    }

    /// How many rows there are in all. Tracks them.
    pub fn total(&self) -> usize {
        self.revision.track();
        self.board.with_value(|board| board.rows().len())
    }

    /// The rows that match, in order. Tracks them.
    pub fn visible(&self, query: &Query, order: Order) -> Visible {
        self.revision.track();
        let now = timestamp(crate::browser::now());
        let mut rows: Vec<Arc<Ingress>> = self
            .board
            .with_value(|board| board.rows().filter(|row| query.matches(row, now)).cloned().collect());
        rows.sort_by(|left, right| order.compare(left, right));
        if query.has_ranks() {
            rows.sort_by_cached_key(|row| query.rank(row));
        }
        Arc::new(rows)
    }

    /// The row of this key as a signal, for as long as the present owner lives.
    pub fn row(&self, row: &Arc<Ingress>) -> Row {
        self.rows.of(row)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the clock fits")]
fn timestamp(milliseconds: f64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds as i64).unwrap_or_default()
}

/// What the rows amount to.
pub fn summary(rows: &Visible) -> Summary {
    Summary::of(rows.iter().map(AsRef::as_ref))
}
