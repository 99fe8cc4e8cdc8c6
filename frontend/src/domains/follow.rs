//! The tree, kept up with the cluster, and its lines as they are unfolded.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_model::domains::{Domains, Line, Node, Totals};
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_model::url::Url;
use leptos::prelude::*;

use crate::alarm::Alarm;
use crate::state::Store;

/// After so many changes at once the tree is made anew: the history does not keep more.
const MOST: u64 = 400;
/// How often changes of the cluster are shown, at most.
const INTERVAL: Duration = Duration::from_millis(250);

/// What is shown. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Tree {
    /// The lines as they are unfolded.
    pub(super) lines: RwSignal<Arc<Vec<Line>>>,
    /// What they amount to.
    pub(super) totals: RwSignal<Totals>,
    /// Whether all domains are unfolded, since a part of their hosts is wanted.
    pub(super) is_searched: Memo<bool>,
    unfolded: RwSignal<HashSet<Node>>,
}

impl Tree {
    /// Follows the rows for as long as the present owner lives. `text` is a part of the hosts that are listed, or a URL.
    pub(super) fn of(store: Store, text: RwSignal<String>, only_troubled: Memo<bool>) -> Self {
        let wanted = Memo::new(move |_| text.with(|text| wanted_host(text)));
        let tree = Self {
            lines: RwSignal::default(),
            totals: RwSignal::default(),
            is_searched: Memo::new(move |_| wanted.with(|wanted| !wanted.is_empty())),
            unfolded: RwSignal::default(),
        };
        let domains = StoredValue::new(Domains::default());
        let changed = follow(store, domains);
        Effect::new(move |_| {
            changed.track();
            let lines = tree.unfolded.with(|unfolded| {
                wanted.with(|wanted| {
                    domains.with_value(|domains| domains.lines(unfolded, wanted, only_troubled.get()))
                })
            });
            tree.totals.set(Totals::of(&lines));
            tree.lines.set(Arc::new(lines));
        });
        tree
    }

    /// Whether a node can be folded: where a part of the hosts is wanted, domains cannot. Tracks that.
    pub(super) fn can_toggle(self, node: &Node) -> bool {
        node.host().is_some() || !self.is_searched.get()
    }

    /// Unfolds a node, or folds it, if it can be, and says whether it can.
    pub(super) fn toggle(self, node: &Node) -> bool {
        if !untrack(|| self.can_toggle(node)) {
            return false;
        }
        self.unfolded.update(|unfolded| {
            if !unfolded.remove(node) {
                unfolded.insert(node.clone());
            }
        });
        true
    }
}

/// Keeps the tree up, and tells so.
fn follow(store: Store, domains: StoredValue<Domains>) -> Trigger {
    let changed = Trigger::new();
    let edge = Memo::new(move |_| {
        store
            .config
            .with(|config| config.as_ref().map(|config| config.tls_at_edge.clone()).unwrap_or_default())
    });
    let tell = Alarm::new();
    Effect::new(move |before: Option<(bool, Vec<String>, u64)>| {
        let now = (store.complete.get(), edge.get(), store.history.count());
        let new = match before {
            Some((true, edge, seen)) if edge == now.1 => now.2 - seen,
            _ => MOST + 1,
        };
        if new > MOST {
            let mut anew = Domains::new(EdgeClasses::new(now.1.clone()));
            store.each_row(&mut |row| anew.insert(row));
            domains.set_value(anew);
            changed.notify();
        } else if new > 0 {
            let seen = store.history.newest(usize::try_from(new).unwrap_or_default());
            domains.update_value(|domains| seen.iter().rev().for_each(|seen| domains.apply(&seen.change)));
            if !tell.is_set() {
                tell.set(INTERVAL, move || changed.notify());
            }
        }
        now
    });
    changed
}

/// A part of the hosts that are wanted; of a URL its host.
fn wanted_host(text: &str) -> String {
    let url = text.contains("://").then(|| Url::parse(text.trim())).flatten();
    url.as_ref().map_or(text.trim(), Url::host).to_lowercase()
}
