//! The client's copy of the board: events applied to rows.
//!
//! Between `reset` and `ready` a client that already shows rows keeps them and swaps by key at the end, so that
//! a reconnect is not seen. A client without rows shows what arrives as it arrives. A server that has just begun has not
//! read everything yet: rows that are missing stay until the watch that they belong to has synced.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::change::Change;
use crate::event::Event;
use crate::ingress::Ingress;
use crate::key::IngressKey;
use crate::status::{NamespaceStatus, SHARED, Scope, WatchState};

/// All rows and statuses that a client knows.
#[derive(Debug, Clone, Default)]
pub struct Board {
    rows: BTreeMap<IngressKey, Arc<Ingress>>,
    namespaces: BTreeMap<String, NamespaceStatus>,
    scope: Option<Scope>,
    replacement: Replacement,
    /// Rows of an earlier state of which the server cannot say yet whether they are still there.
    awaited: BTreeSet<IngressKey>,
}

/// What an event changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delta {
    /// What became of each row that is new, differs from before or is gone.
    pub changes: Vec<Change>,
    /// Whether the scope or a namespace's status changed.
    pub status_changed: bool,
    /// Whether the board now is the full state.
    pub complete: bool,
}

/// The full state that is being received, if one is.
#[derive(Debug, Clone, Default)]
enum Replacement {
    #[default]
    None,
    /// The board was empty: rows show as they arrive.
    Progressive,
    /// Rows are on the screen: they stay until the new ones are complete.
    Swap(BTreeMap<IngressKey, Arc<Ingress>>, BTreeMap<String, NamespaceStatus>),
}

impl Board {
    /// The rows, by namespace and name.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Arc<Ingress>> {
        self.rows.values()
    }

    /// The row of this key.
    pub fn row(&self, key: &IngressKey) -> Option<&Arc<Ingress>> {
        self.rows.get(key)
    }

    /// The state of each namespace's watch, by name.
    pub fn namespaces(&self) -> impl ExactSizeIterator<Item = &NamespaceStatus> {
        self.namespaces.values()
    }

    /// What the server watches, once it said so.
    pub fn scope(&self) -> Option<&Scope> {
        self.scope.as_ref()
    }

    /// Applies one event and says what it changed; equal rows are not a change.
    pub fn apply(&mut self, event: Event) -> Delta {
        let mut delta = Delta::default();
        match event {
            Event::Reset(_) => self.begin_replacement(),
            Event::Upsert(upsert) => self.upsert(upsert.ingresses, &mut delta),
            Event::Remove(remove) => self.remove(remove.keys, &mut delta),
            Event::Status(status) => {
                if let Some(scope) = status.scope {
                    delta.status_changed |= if status.namespaces.is_empty() {
                        self.forget_unwatched(&scope)
                    } else {
                        self.replace_statuses()
                    };
                    delta.status_changed |= self.scope.as_ref() != Some(&scope);
                    self.scope = Some(scope);
                }
                self.merge_statuses(status.namespaces, &mut delta);
                self.remove_awaited_in_vain(&mut delta);
            }
            Event::Ready(_) => {
                self.finish_replacement(&mut delta);
                delta.complete = true;
            }
            Event::Heartbeat(_) => {}
        }
        delta
    }

    fn begin_replacement(&mut self) {
        self.replacement = if self.rows.is_empty() {
            self.namespaces.clear();
            Replacement::Progressive
        } else {
            Replacement::Swap(BTreeMap::new(), BTreeMap::new())
        };
    }

    fn upsert(&mut self, ingresses: Vec<Arc<Ingress>>, delta: &mut Delta) {
        for ingress in ingresses {
            let key = ingress.key();
            if let Replacement::Swap(rows, _) = &mut self.replacement {
                rows.insert(key, ingress);
                continue;
            }
            self.awaited.remove(&key);
            if self.rows.get(&key) != Some(&ingress) {
                let before = self.rows.insert(key, Arc::clone(&ingress));
                delta.changes.push(Change::to(before, ingress));
            }
        }
    }

    fn remove(&mut self, keys: Vec<IngressKey>, delta: &mut Delta) {
        for key in keys {
            if let Replacement::Swap(rows, _) = &mut self.replacement {
                rows.remove(&key);
            } else if let Some(before) = self.rows.remove(&key) {
                self.awaited.remove(&key);
                delta.changes.push(Change::Removed(before));
            }
        }
    }

    /// Forgets the statuses of namespaces that are not watched any more, and says whether there were any: the scope
    /// has changed, and what begins to be watched is told next.
    fn forget_unwatched(&mut self, scope: &Scope) -> bool {
        let statuses = self.statuses();
        let known = statuses.len();
        if let Some(watched) = &scope.namespaces {
            statuses.retain(|name, status| status.state == WatchState::Unwatched || watched.contains(name));
        }
        statuses.len() != known
    }

    /// With the scope came every status of the selection: forgets the statuses of namespaces that may not be reported any more, and says whether there were any.
    fn replace_statuses(&mut self) -> bool {
        let target = self.statuses();
        let had_any = !target.is_empty();
        target.clear();
        had_any
    }

    fn statuses(&mut self) -> &mut BTreeMap<String, NamespaceStatus> {
        match &mut self.replacement {
            Replacement::Swap(_, statuses) => statuses,
            _ => &mut self.namespaces,
        }
    }

    fn merge_statuses(&mut self, namespaces: Vec<NamespaceStatus>, delta: &mut Delta) {
        for status in namespaces {
            let target = self.statuses();
            let known = target.insert(status.namespace.clone(), status.clone());
            delta.status_changed |= known.as_ref() != Some(&status);
            if status.namespace == SHARED {
                for other in target.values_mut().filter(|other| other.namespace != SHARED) {
                    follow(other, &status);
                }
            }
        }
    }

    fn finish_replacement(&mut self, delta: &mut Delta) {
        let Replacement::Swap(rows, namespaces) = std::mem::take(&mut self.replacement) else {
            return;
        };
        let mut gone = std::mem::take(&mut self.rows);
        for (key, row) in &rows {
            let before = gone.remove(key);
            if before.as_ref() != Some(row) {
                delta.changes.push(Change::to(before, Arc::clone(row)));
            }
        }
        delta.status_changed = self.namespaces != namespaces;
        self.rows = rows;
        self.namespaces = namespaces;
        self.awaited = gone.keys().cloned().collect();
        self.rows.extend(gone);
        self.remove_awaited_in_vain(delta);
    }

    /// Removes the rows whose watch has synced without them.
    fn remove_awaited_in_vain(&mut self, delta: &mut Delta) {
        if !matches!(self.replacement, Replacement::None) || self.awaited.is_empty() {
            return;
        }
        let (awaited, in_vain) =
            std::mem::take(&mut self.awaited).into_iter().partition(|key| self.is_connecting(&key.namespace));
        self.awaited = awaited;
        self.remove(Vec::from_iter::<BTreeSet<IngressKey>>(in_vain), delta);
    }

    /// Whether the server says that the watch of the namespace has not synced since it began.
    fn is_connecting(&self, namespace: &str) -> bool {
        let status = self.namespaces.get(namespace).or_else(|| self.namespaces.get(SHARED));
        status.is_some_and(|status| status.state == WatchState::Connecting)
    }
}

/// Gives a namespace the state of the watch that it shares with all others.
fn follow(namespace: &mut NamespaceStatus, shared: &NamespaceStatus) {
    namespace.state = shared.state;
    namespace.since = shared.since;
    namespace.last_sync = shared.last_sync;
    namespace.next_attempt = shared.next_attempt;
    namespace.error.clone_from(&shared.error);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Ready, Remove, Reset, ResetReason, Status, Upsert};
    use crate::position::Epoch;
    use crate::sample::ingress;
    use crate::status::ScopeMode;

    fn reset() -> Event {
        Event::Reset(Reset { reason: ResetReason::Initial })
    }

    fn upsert(names: &[&str]) -> Event {
        Event::Upsert(Upsert {
            ingresses: names.iter().map(|name| Arc::new(ingress("shop", name))).collect(),
        })
    }

    fn remove(name: &str) -> Event {
        Event::Remove(Remove { keys: vec![IngressKey::new("shop", name)] })
    }

    fn ready(count: usize) -> Event {
        Event::Ready(Ready { count, position: Epoch::from_bits(7).at(3) })
    }

    fn board(names: &[&str]) -> Board {
        let mut board = Board::default();
        for event in [reset(), upsert(names), ready(names.len())] {
            board.apply(event);
        }
        board
    }

    fn names(board: &Board) -> Vec<&str> {
        board.rows().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn an_empty_board_shows_rows_as_they_arrive() {
        let mut board = Board::default();
        board.apply(reset());
        let delta = board.apply(upsert(&["a", "b"]));
        assert_eq!(delta.changes.len(), 2);
        assert_eq!(names(&board), ["a", "b"]);
        assert!(board.apply(ready(2)).complete);
    }

    #[test]
    fn a_reset_keeps_the_rows_until_the_new_state_is_complete() {
        let mut board = board(&["a", "b"]);
        board.apply(reset());
        assert_eq!(board.apply(upsert(&["b", "c"])), Delta::default());
        assert_eq!(names(&board), ["a", "b"]);

        let delta = board.apply(ready(2));
        assert_eq!(names(&board), ["b", "c"]);
        let row = |name| Arc::new(ingress("shop", name));
        assert_eq!(delta.changes, [Change::Added(row("c")), Change::Removed(row("a"))]);
    }

    #[test]
    fn a_change_that_arrives_within_a_full_state_counts() {
        let mut board = board(&["a"]);
        for event in [reset(), upsert(&["a", "b"]), remove("a"), ready(1)] {
            board.apply(event);
        }
        assert_eq!(names(&board), ["b"]);
    }

    fn status(namespace: &str, state: WatchState) -> NamespaceStatus {
        let since = "2026-01-15T10:30:00Z".parse().unwrap();
        let (last_sync, next_attempt, ingresses, error) = (None, None, 1, None);
        let namespace = namespace.to_owned();
        NamespaceStatus { namespace, state, since, last_sync, next_attempt, ingresses, error }
    }

    fn states(board: &Board) -> Vec<(&str, WatchState)> {
        board.namespaces().map(|status| (status.namespace.as_str(), status.state)).collect()
    }

    #[test]
    fn the_shared_watch_speaks_for_every_namespace() {
        use WatchState::{Live, Stale};
        let mut board = board(&["a"]);
        let known = vec![status(SHARED, Live), status("empty", Live), status("shop", Live)];
        board.apply(Event::Status(Status { scope: None, namespaces: known }));
        let delta =
            board.apply(Event::Status(Status { scope: None, namespaces: vec![status(SHARED, Stale)] }));
        assert!(delta.status_changed, "who shows states must hear of it");
        assert_eq!(states(&board), [(SHARED, Stale), ("empty", Stale), ("shop", Stale)]);
    }

    fn told(states: &[(&str, WatchState)]) -> Event {
        let namespaces = states.iter().map(|(name, state)| status(name, *state)).collect();
        Event::Status(Status { scope: None, namespaces })
    }

    #[test]
    fn rows_stay_until_a_server_that_has_just_begun_has_read_them() {
        use WatchState::{Connecting, Denied, Live};
        for (namespace, end) in [("shop", Live), (SHARED, Live), ("shop", Denied)] {
            let mut board = board(&["a", "b"]);
            board.apply(reset());
            board.apply(told(&[(namespace, Connecting)]));
            assert_eq!(board.apply(ready(0)).changes, []);
            assert_eq!(names(&board), ["a", "b"]);
            board.apply(told(&[("other", Live)]));
            assert_eq!(board.apply(upsert(&["b", "c"])).changes.len(), 1, "b is as it was");
            let delta = board.apply(told(&[(namespace, end)]));
            assert_eq!(delta.changes, [Change::Removed(Arc::new(ingress("shop", "a")))]);
            assert_eq!(names(&board), ["b", "c"]);
        }
    }

    #[test]
    fn a_row_that_is_awaited_goes_with_its_removal_and_with_the_next_state() {
        let connecting = || told(&[("shop", WatchState::Connecting)]);
        let mut board = board(&["a", "b", "c"]);
        for event in [reset(), connecting(), ready(0), remove("a")] {
            board.apply(event);
        }
        assert_eq!(names(&board), ["b", "c"]);
        for event in [reset(), told(&[("shop", WatchState::Live)]), upsert(&["c"]), ready(1)] {
            board.apply(event);
        }
        assert_eq!(names(&board), ["c"]);
        board.apply(connecting());
        board.apply(told(&[("shop", WatchState::Live)]));
        assert_eq!(names(&board), ["c"], "what the server has told is not awaited");
    }

    #[test]
    fn statuses_that_come_with_the_scope_are_all_there_are() {
        let mut board = board(&["a"]);
        let gone = vec![status("gone", WatchState::Stale)];
        board.apply(Event::Status(Status { scope: None, namespaces: gone }));
        let scope = Scope { mode: ScopeMode::Namespace, namespaces: None, reason: String::new() };
        let all = vec![status("shop", WatchState::Live)];
        board.apply(Event::Status(Status { scope: Some(scope), namespaces: all }));
        assert_eq!(states(&board), [("shop", WatchState::Live)]);
    }

    #[test]
    fn a_scope_without_statuses_ends_what_is_watched_no_longer() {
        let mut board = board(&["a"]);
        let known = vec![
            status("asked-for", WatchState::Unwatched),
            status("gone", WatchState::Live),
            status("shop", WatchState::Live),
        ];
        board.apply(Event::Status(Status { scope: None, namespaces: known }));
        let watched = Some(vec!["new".to_owned(), "shop".to_owned()]);
        let scope = Scope { mode: ScopeMode::Namespace, namespaces: watched, reason: String::new() };
        let delta = board.apply(Event::Status(Status { scope: Some(scope), namespaces: Vec::new() }));
        assert!(delta.status_changed);
        assert_eq!(states(&board), [("asked-for", WatchState::Unwatched), ("shop", WatchState::Live)]);
    }

    #[test]
    fn an_equal_row_is_not_a_change() {
        let mut board = board(&["a"]);
        assert_eq!(board.apply(upsert(&["a"])), Delta::default());
        assert_eq!(board.apply(remove("unknown")), Delta::default());
    }
}
