//! The list of `GET /api/ingresses`: the rows at one position, in two forms and compressed in three ways.
//!
//! What everybody is shown alike is encoded for everybody at once: the list of everything is made at most four times a
//! second, and each of its encodings by the first who asks for it. While one is under way no newer list is made, so that
//! work that takes longer than that does not pile up. A list that nobody has asked for lately is forgotten, so that a
//! service without visitors holds nothing but the rows.
//!
//! Any other list is made for one reader, and readers take turns at it.

mod coding;
mod compress;
mod document;
mod filtered;
mod form;
mod lines;
mod run;
mod snapshot_list;

use std::sync::{Arc, Weak};
use std::time::Duration;

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_watcher::board::{BoardReader, Snapshot};
use kube_ingress_dash_watcher::viewer::Viewer;
use parking_lot::Mutex;
use tokio::time::Instant;

pub(crate) use coding::{Coding, NotAcceptable, negotiate};
pub(crate) use compress::Compression;
pub(crate) use form::Form;
pub(crate) use snapshot_list::SnapshotList;

use filtered::{FilteredList, Filtering};
use run::Run;

use crate::client::Client;
use crate::metrics::{ListMetrics, Metrics};
use crate::problem::Problem;

/// How far behind the board a list may stand, unless it takes longer to encode it.
const LONGEST_LAG: Duration = Duration::from_millis(250);
/// How long a list is kept after somebody asked for it last.
const KEPT_UNUSED: Duration = Duration::from_secs(10);

/// Lists of a board, one of them kept; clones share it.
#[derive(Debug, Clone)]
pub struct Lists(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    board: BoardReader,
    metrics: ListMetrics,
    filtering: Filtering,
    kept: Mutex<Option<Kept>>,
}

#[derive(Debug)]
struct Kept {
    list: Arc<SnapshotList>,
    /// When the board was as the list is.
    current: Instant,
    /// When somebody asked for it last.
    used: Instant,
}

impl Lists {
    /// Lists of this board.
    pub fn new(board: BoardReader, metrics: &Metrics) -> Self {
        Self(Arc::new(Shared {
            board,
            metrics: metrics.lists.clone(),
            filtering: Filtering::new(),
            kept: Mutex::new(None),
        }))
    }

    /// What of the snapshot matches a query at this time, when it is this client's turn.
    ///
    /// # Errors
    /// Too many lists are under way, or it is a fault that was logged.
    pub(crate) async fn filtered(
        &self,
        client: Client,
        snapshot: Snapshot,
        query: Query,
        now: Timestamp,
    ) -> Result<FilteredList, Problem> {
        self.0.filtering.filter(client, snapshot, query, now).await
    }

    /// The list of everything, which others are given as well.
    pub(crate) fn whole(&self) -> Arc<SnapshotList> {
        let now = Instant::now();
        let mut kept = self.0.kept.lock();
        if let Some(kept) = &mut *kept {
            kept.used = now;
            if now - kept.current >= LONGEST_LAG && !kept.list.is_at_work() {
                let list = self.0.list();
                if !kept.list.says_the_same_as(&list) {
                    kept.list = Arc::new(list);
                }
                kept.current = now;
            }
            return Arc::clone(&kept.list);
        }
        let list = Arc::new(self.0.list());
        *kept = Some(Kept { list: Arc::clone(&list), current: now, used: now });
        tokio::spawn(forget_when_unused(Arc::downgrade(&self.0)));
        list
    }
}

impl Shared {
    fn list(&self) -> SnapshotList {
        let everything = Viewer::unrestricted().select(None);
        SnapshotList::new(self.board.snapshot(&everything), self.metrics.clone())
    }

    /// Forgets the list if it is due, and else tells when it will be.
    fn forget_if_unused(&self) -> Option<Instant> {
        let mut kept = self.kept.lock();
        let due = kept.as_ref()?.used + KEPT_UNUSED;
        if due > Instant::now() {
            return Some(due);
        }
        *kept = None;
        None
    }
}

async fn forget_when_unused(lists: Weak<Shared>) {
    while let Some(due) = lists.upgrade().and_then(|lists| lists.forget_if_unused()) {
        tokio::time::sleep_until(due).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::position::Epoch;
    use kube_ingress_dash_watcher::board::{Board, Change, ChangeKind, Partition, Plan};
    use kube_ingress_dash_watcher::narrowing::Narrowing;

    fn board() -> Board {
        let epoch = Epoch::new("e1").unwrap();
        Board::new(epoch, 10, &Plan::of_cluster("test"), Narrowing::default(), Timestamp::UNIX_EPOCH)
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_is_forgotten_when_nobody_has_asked_for_it_lately() {
        let lists = Lists::new(board().reader(), &Metrics::default());
        let list = Arc::downgrade(&lists.whole());
        for _ in 0..3 {
            tokio::time::sleep(KEPT_UNUSED / 2).await;
            assert!(Arc::ptr_eq(&lists.whole(), &list.upgrade().unwrap()));
        }
        tokio::time::sleep(KEPT_UNUSED + LONGEST_LAG).await;
        assert!(list.upgrade().is_none());
        lists.whole();
        tokio::time::sleep(KEPT_UNUSED + LONGEST_LAG).await;
        assert!(lists.0.kept.lock().is_none(), "and the next one alike");
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_that_was_superseded_goes_with_its_last_reader() {
        let mut board = board();
        let lists = Lists::new(board.reader(), &Metrics::default());
        let reader = lists.whole();
        let change = Change { partition: Partition::Cluster, kind: ChangeKind::Listed(Vec::new()) };
        board.apply(change, Timestamp::UNIX_EPOCH);
        tokio::time::advance(LONGEST_LAG).await;
        assert!(!Arc::ptr_eq(&lists.whole(), &reader));
        assert_eq!(Arc::strong_count(&reader), 1);
    }

    #[test]
    fn no_newer_list_is_made_while_one_is_encoded() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .max_blocking_threads(1)
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut board = board();
            let lists = Lists::new(board.reader(), &Metrics::default());
            let (release, released) = std::sync::mpsc::channel::<()>();
            let occupied = tokio::task::spawn_blocking(move || released.recv());
            let list = lists.whole();
            let encoding = list.compressed(Form::Lines, Compression::Gzip);
            let change = Change { partition: Partition::Cluster, kind: ChangeKind::Listed(Vec::new()) };
            board.apply(change, Timestamp::UNIX_EPOCH);
            tokio::time::advance(LONGEST_LAG * 10).await;
            assert!(Arc::ptr_eq(&lists.whole(), &list));

            release.send(()).unwrap();
            assert!(occupied.await.unwrap().is_ok() && encoding.await.is_some());
            assert!(!Arc::ptr_eq(&lists.whole(), &list));
        });
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_was_begun_is_not_begun_again_when_its_first_reader_leaves() {
        let metrics = Metrics::default();
        let lists = Lists::new(board().reader(), &metrics);
        let list = lists.whole();
        drop(list.compressed(Form::Lines, Compression::Gzip));
        assert!(list.compressed(Form::Lines, Compression::Gzip).await.is_some());
        let text = metrics.text(&Viewer::unrestricted().select(None)).unwrap();
        assert!(text.contains("lists_encoded_total{form=\"lines\",coding=\"gzip\"} 1\n"), "{text}");
    }
}
