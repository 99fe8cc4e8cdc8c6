//! Routes that a decision cannot tell apart but by their age.
//!
//! Every explanation asks for all routes of any host, and a cluster has thousands of them, but only few different paths:
//! most are `/`. Those with the same path that are read in the same way are judged once. Their Ingresses, which lie all
//! over the memory, are looked at only where they are told.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use kube_ingress_dash_model::url::HostFit;

use super::any_host::Visible;
use super::by_age::ByAge;
use super::routes::{Route, Traits};
use super::sorted::Sorted;
use crate::entry::Entry;
use crate::rule::Place;
use crate::texts::Text;

/// Routes that differ in nothing that is asked of them, in reading order; at least one.
#[derive(Clone, Copy)]
pub(super) struct Alike<'a> {
    pub(super) first: Route<'a>,
    pub(super) count: usize,
    members: Option<Members<'a>>,
}

/// What all of them are taken from.
#[derive(Clone, Copy)]
struct Members<'a> {
    all: &'a Sorted<Member>,
    visible: Visible<'a>,
    /// How many of the visible ones come before.
    before: usize,
}

/// The routes of any host of one class, by what is asked of them.
#[derive(Debug, Default)]
pub(super) struct ByLikeness(BTreeMap<Likeness, Sorted<Member>>);

/// What a decision asks of a route.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    path: Option<Text>,
    traits: Traits,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    entry: ByAge,
    place: Place,
}

impl<'a> Alike<'a> {
    /// A route alone.
    pub(super) const fn alone(route: Route<'a>) -> Self {
        Self { first: route, count: 1, members: None }
    }

    fn among(all: &'a Sorted<Member>, visible: Visible<'a>) -> Option<Self> {
        let members = Members { all, visible, before: 0 };
        let count = match visible {
            Visible::All => all.len(),
            Visible::In(_) => members.visible().count(),
        };
        Some(Self { first: members.iter().next()?, count, members: Some(members) })
    }

    /// All of them.
    pub(super) fn routes(self) -> impl Iterator<Item = Route<'a>> {
        let rest = self.members.into_iter().flat_map(|members| members.iter().skip(1));
        std::iter::once(self.first).chain(rest)
    }

    /// Those without the first; none if it is the only one.
    pub(super) fn rest(self) -> Option<Self> {
        self.after(1)
    }

    /// Those without the first of this number; none if there are no others.
    pub(super) fn after(self, number: usize) -> Option<Self> {
        if number == 0 {
            return Some(self);
        }
        let members = self.members?;
        let members = Members { before: members.before + number, ..members };
        let first = members.iter().next()?;
        Some(Self { first, count: self.count.saturating_sub(number), members: Some(members) })
    }

    /// How many Ingresses have them.
    pub(super) fn count_ingresses(self) -> usize {
        self.members.map_or(1, Members::count_ingresses)
    }

    /// The order of the first ones.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.first.order(&other.first)
    }
}

/// How many routes they are together.
pub(super) fn count_of<'a>(all: impl IntoIterator<Item = &'a Alike<'a>>) -> usize {
    all.into_iter().map(|alike| alike.count).sum()
}

impl<'a> Members<'a> {
    fn visible(self) -> impl Iterator<Item = &'a Member> {
        self.all.iter().filter(move |member| self.visible.shows(&member.entry.0)).skip(self.before)
    }

    fn iter(self) -> impl Iterator<Item = Route<'a>> {
        self.visible().filter_map(Member::route)
    }

    fn count_ingresses(self) -> usize {
        let entries = self.visible().map(|member| Arc::as_ptr(&member.entry.0));
        let mut last = None;
        entries.filter(|entry| last.replace(*entry) != Some(*entry)).count()
    }
}

impl Member {
    fn route(&self) -> Option<Route<'_>> {
        Route::at(&self.entry.0, self.place, of_any_host)
    }
}

impl ByLikeness {
    pub(super) fn insert(&mut self, entry: &Arc<Entry>) {
        for (likeness, member) in members(entry) {
            self.0.entry(likeness).or_default().insert(member);
        }
    }

    pub(super) fn remove(&mut self, entry: &Arc<Entry>) {
        for (likeness, member) in members(entry) {
            let Some(known) = self.0.get_mut(&likeness) else { continue };
            known.remove(&member);
            if known.is_empty() {
                self.0.remove(&likeness);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has_any(&self, visible: Visible<'_>) -> bool {
        self.0.values().any(|all| Members { all, visible, before: 0 }.visible().next().is_some())
    }

    /// Those that are visible, in the reading order of the first ones.
    pub(super) fn alike<'a>(&'a self, visible: Visible<'a>) -> Vec<Alike<'a>> {
        let mut all: Vec<_> = self.0.values().filter_map(|members| Alike::among(members, visible)).collect();
        all.sort_unstable_by(Alike::order);
        all
    }
}

fn members(entry: &Arc<Entry>) -> impl Iterator<Item = (Likeness, Member)> {
    Route::of(entry, of_any_host).map(|route| {
        let likeness = Likeness { path: route.path.map(|path| path.path.clone()), traits: route.traits };
        (likeness, Member { entry: ByAge(Arc::clone(entry)), place: route.place })
    })
}

fn of_any_host(host: Option<&str>) -> Option<HostFit> {
    host.is_none_or(str::is_empty).then_some(HostFit::Any)
}
