//! The reading side of the board.

use std::sync::Arc;

use jiff::Timestamp;
use kube_ingress_dash_insight::route::ExplainAnswer;
use kube_ingress_dash_insight::{Index, Totals};
use kube_ingress_dash_model::detail::KnownClass;
use kube_ingress_dash_model::event::ResetReason;
use kube_ingress_dash_model::finding::Finding;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::position::{Epoch, Position};
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use kube_ingress_dash_model::url::Url;
use parking_lot::RwLock;
use tokio::sync::watch;

use super::state::State;
use super::{Counts, Partition, Segment};
use super::{Cursor, Snapshot};
use crate::viewer::Selection;

/// Reads the board; clones read the same one.
#[derive(Debug, Clone)]
pub struct BoardReader {
    state: Arc<RwLock<State>>,
    index: Arc<RwLock<Index>>,
    published: watch::Receiver<u64>,
}

impl BoardReader {
    pub(super) fn new(
        state: Arc<RwLock<State>>,
        index: Arc<RwLock<Index>>,
        published: watch::Receiver<u64>,
    ) -> Self {
        Self { state, index, published }
    }

    /// The selection as it stands now. Costs a pointer for each 500 rows.
    pub fn snapshot(&self, selection: &Selection) -> Snapshot {
        let state = self.state.read();
        Snapshot {
            scope: state.scope_for(selection),
            namespaces: state.statuses(selection),
            segments: state.segments(selection),
            cursor: self.cursor(selection, state.latest(), &state),
        }
    }

    /// The row of this key, if it is on the board and belongs to the selection.
    pub fn row(&self, selection: &Selection, key: &IngressKey) -> Option<Ingress> {
        let row = self.state.read().row(selection, key)?;
        row.ingress(selection.sight())
            .inspect_err(|error| tracing::error!("a row cannot be read: {error}"))
            .ok()
    }

    /// Explains which Ingress of the selection answers the URL, and tells where the board stood and which watches of
    /// the selection were not live. Where the one watch of all namespaces was not, it stands for all of them.
    ///
    /// Waits while a list is taken in.
    pub fn explain(&self, selection: &Selection, url: &Url) -> ExplainAnswer {
        let index = self.index.read();
        let state = self.state.read();
        let position = selection.epoch(&state.position().epoch).at(state.latest());
        let mut not_live = state.statuses_but_live(selection);
        drop(state);
        if not_live.first().is_some_and(|first| first.namespace == SHARED) {
            not_live.truncate(1);
        }
        let explanation = if selection.is_everything() {
            index.explain(url)
        } else {
            index.explain_among(url, |namespace| selection.contains(namespace))
        };
        ExplainAnswer { position, not_live, explanation }
    }

    /// What is found about an Ingress of the selection, in full, from all Ingresses that its reader may see.
    ///
    /// Waits while a list is taken in.
    pub fn findings(&self, selection: &Selection, key: &IngressKey) -> Vec<Finding> {
        if !selection.contains(&key.namespace) {
            return Vec::new();
        }
        self.index.read().findings_among(key, |namespace| selection.may_see(namespace))
    }

    /// The `IngressClass` of this name, or the default one where there is no name; none where it is not known. Waits
    /// while a list is taken in.
    pub fn class(&self, name: Option<&str>) -> Option<KnownClass> {
        self.index.read().facts().class(name)
    }

    /// How many Ingresses of the selection have which findings, as far as its reader may know them. Waits while a list is
    /// taken in.
    pub fn finding_totals(&self, selection: &Selection) -> Totals {
        if selection.is_everything() {
            return self.index.read().totals().clone();
        }
        let segments = self.state.read().segments(selection);
        let rows = segments.iter().flat_map(|segment| segment.rows());
        rows.map(|row| row.findings(selection.sight())).collect()
    }

    /// The state of each watch of the selection, by namespace.
    pub fn statuses(&self, selection: &Selection) -> Vec<NamespaceStatus> {
        self.state.read().statuses(selection)
    }

    /// A cursor over what was published after `from`, or why there is none.
    pub fn resume(&self, selection: &Selection, from: &Position) -> Result<Cursor, ResetReason> {
        let state = self.state.read();
        if from.epoch != selection.epoch(&state.position().epoch) {
            Err(ResetReason::UnknownEpoch)
        } else if state.reaches_back_to(from.sequence) {
            Ok(self.cursor(selection, from.sequence, &state))
        } else {
            Err(ResetReason::Expired)
        }
    }

    /// What is watched.
    pub(crate) fn partitions(&self) -> Vec<Partition> {
        self.state.read().partitions()
    }

    /// The partition's watch and its rows.
    pub(crate) fn partition(&self, partition: &Partition) -> (Option<WatchState>, Vec<Arc<Segment>>) {
        self.state.read().partition(partition)
    }

    /// How much of the selection there is on the board.
    pub fn counts(&self, selection: &Selection) -> Counts {
        self.state.read().counts(selection)
    }

    /// The epoch in which positions are told to readers of this selection.
    pub fn epoch(&self, selection: &Selection) -> Epoch {
        selection.epoch(&self.state.read().position().epoch)
    }

    /// Where the board stands.
    pub fn position(&self) -> Position {
        self.state.read().position()
    }

    /// Whether the first state is complete: each source is live, denied or missing, or has failed for a minute while
    /// another is live. Once it is complete it stays so.
    pub fn is_complete(&self, now: Timestamp) -> bool {
        self.state.read().is_complete(now)
    }

    fn cursor(&self, selection: &Selection, sequence: u64, state: &State) -> Cursor {
        let position = selection.epoch(&state.position().epoch).at(sequence);
        Cursor::new(Arc::clone(&self.state), self.published.clone(), selection.clone(), position)
    }
}
