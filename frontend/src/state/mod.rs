//! All that the page shows, as signals.
//!
//! Events go to the board, which says what they changed; the changes go to the history, and to the lines of the table
//! unless these are paused.

mod access;
mod history;
mod line_key;
mod lines;
mod pause;
mod rows;
mod ticker;

use std::sync::Arc;

use kube_ingress_dash_model::board::Board;
use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::NamespaceStatus;
use leptos::prelude::*;

use crate::feed::link::Link;
use access::Denied;
pub use history::{History, MOST as MOST_CHANGES, Seen};
pub use line_key::LineKey;
pub use lines::Lines;
pub use pause::Pause;
pub use rows::Row;

/// The page's state. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Store {
    board: StoredValue<Board>,
    /// Tells of every change of the board's rows.
    board_changed: RwSignal<()>,
    /// Changes of the first state that are not on the table yet.
    arriving: StoredValue<Vec<Change>>,
    /// The table's lines.
    pub lines: Lines,
    /// The changes of the cluster's objects that this page has seen.
    pub history: History,
    /// Those of what the server knows of the objects, such as what is found, while the objects stayed the same.
    pub renewals: History,
    /// Whether changes are held back from the table.
    pub pause: Pause,
    /// The connection to the server.
    pub link: RwSignal<Link>,
    /// The state of the watches, by namespace.
    pub namespaces: RwSignal<Vec<NamespaceStatus>>,
    /// Whether a full state was ever received.
    pub complete: RwSignal<bool>,
    /// What the server says of itself.
    pub config: RwSignal<Option<ClientConfig>>,
    /// The server's build, where it is another one than the page's.
    pub newer_build: RwSignal<Option<String>>,
    /// The browser's clock in milliseconds, once a second.
    pub now: ReadSignal<f64>,
}

impl Store {
    /// An empty state.
    pub fn new() -> Self {
        Self {
            board: StoredValue::new(Board::default()),
            board_changed: RwSignal::new(()),
            arriving: StoredValue::new(Vec::new()),
            lines: Lines::new(),
            history: History::new(),
            renewals: History::new(),
            pause: Pause::new(),
            link: RwSignal::new(Link::Connecting),
            namespaces: RwSignal::new(Vec::new()),
            complete: RwSignal::new(false),
            config: RwSignal::new(None),
            newer_build: RwSignal::new(None),
            now: ticker::every_second(),
        }
    }

    /// Applies a batch of events and says whether the full state is complete with it.
    pub fn apply(&self, events: Vec<Event>) -> bool {
        let (mut changes, mut status_changed, mut complete) = (Vec::new(), false, false);
        self.board.update_value(|board| {
            for event in events {
                let delta = board.apply(event);
                status_changed |= delta.status_changed;
                complete |= delta.complete;
                changes.extend(delta.changes);
            }
        });
        if !changes.is_empty() {
            self.board_changed.notify();
        }
        if self.complete.get_untracked() {
            let before = self.namespaces.with_untracked(|all| Denied::of(all.iter()));
            let after = self.board.with_value(|board| Denied::of(board.namespaces()));
            let is_of_access = |namespace: &str| before.holds(namespace) || after.holds(namespace);
            self.history.record(changes.iter().filter(|change| change.is_of_the_object()), is_of_access);
            self.renewals.record(changes.iter().filter(|change| !change.is_of_the_object()), |_| false);
            if after != before {
                self.history.take_back_removals(|namespace| after.holds(namespace));
            }
            self.show(changes);
        } else {
            self.fill(changes, complete);
        }
        if status_changed {
            self.namespaces.set(self.board.with_value(|board| board.namespaces().cloned().collect()));
        }
        if complete {
            self.complete.set(true);
        }
        complete
    }

    /// The row of this key as the cluster has it, shown or not. Tracks it.
    pub fn find(&self, key: &IngressKey) -> Option<Arc<Ingress>> {
        self.board_changed.track();
        self.board.with_value(|board| board.row(key).cloned())
    }

    /// Visits every row, by namespace and name. Does not track them.
    pub fn each_row(&self, visit: &mut dyn FnMut(&Arc<Ingress>)) {
        self.board.with_value(|board| board.rows().for_each(visit));
    }

    /// Holds changes back from the table, or shows those that were held back.
    pub fn set_paused(&self, paused: bool) {
        if let Some(held) = self.pause.set(paused) {
            self.lines.apply(&held, true);
        }
    }

    fn show(&self, changes: Vec<Change>) {
        if let Some(changes) = self.pause.hold(changes)
            && !changes.is_empty()
        {
            self.lines.apply(&changes, true);
        }
    }

    /// Each change of the lines sorts all rows. While the first state arrives there is one when their number has grown
    /// by half, so that the time for many rows grows with their number and not with its square.
    fn fill(&self, changes: Vec<Change>, complete: bool) {
        let arrived = self.arriving.try_update_value(|arriving| {
            arriving.extend(changes);
            let shown = self.lines.total_untracked();
            let is_due = complete || (arriving.len() > shown / 2 && !arriving.is_empty());
            is_due.then(|| std::mem::take(arriving))
        });
        if let Some(Some(changes)) = arrived {
            self.lines.apply(&changes, false);
        }
    }
}
