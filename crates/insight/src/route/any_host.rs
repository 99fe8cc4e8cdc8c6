//! What may answer for any host, kept in the order in which an explanation takes it.
//!
//! Every explanation asks for all of it, and a cluster has thousands of such paths and default backends. What is asked of
//! each lies side by side here: the Ingresses themselves lie all over the memory, and to look at each would take longer
//! than everything else that an explanation does.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kube_ingress_dash_model::url::HostFit;

use super::by_age::ByAge;
use super::routes::{Route, Traits};
use super::sorted::Sorted;
use crate::entry::Entry;
use crate::rule::HttpPath;
use crate::texts::Text;

/// What may answer for any host, by class.
#[derive(Debug, Default)]
pub(crate) struct AnyHost(BTreeMap<Option<Text>, OfClass>);

#[derive(Debug, Default)]
struct OfClass {
    /// The routes of rules for any host.
    routes: Sorted<Kept>,
    catch_alls: BTreeSet<ByAge>,
    /// Those that give a default backend, whatever their hosts.
    default_backends: BTreeSet<ByAge>,
    /// Those with routes for any host and the catch-alls, as far as they are annotated for ingress-nginx.
    annotated: BTreeSet<ByAge>,
}

/// A route by its Ingress, and by its place among those of the Ingress.
#[derive(Debug)]
struct Kept {
    entry: ByAge,
    place: usize,
    /// Whether the host is written, as an empty text.
    is_host_written: bool,
    path: Option<HttpPath>,
    traits: Traits,
}

/// What may answer for any host in one class, as far as it is visible.
#[derive(Clone, Copy, Default)]
pub(super) struct Standing<'a> {
    of_class: Option<&'a OfClass>,
    visible: Visible<'a>,
}

/// Which Ingresses are looked at.
#[derive(Clone, Copy, Default)]
pub(crate) enum Visible<'a> {
    #[default]
    All,
    /// Those in the namespaces for which this is true.
    In(&'a dyn Fn(&str) -> bool),
}

impl AnyHost {
    /// An Ingress is there.
    pub(crate) fn insert(&mut self, entry: &Arc<Entry>) {
        if !has_any(entry) {
            return;
        }
        let of_class = self.0.entry(entry.class.clone()).or_default();
        for route in kept(entry) {
            of_class.routes.insert(route);
        }
        for set in of_class.sets_of(entry) {
            set.insert(ByAge(Arc::clone(entry)));
        }
    }

    /// An Ingress that was there is gone.
    pub(crate) fn remove(&mut self, entry: &Arc<Entry>) {
        let of_class = self.0.get_mut(&entry.class).filter(|_| has_any(entry));
        let Some(of_class) = of_class else { return };
        for route in kept(entry) {
            of_class.routes.remove(&route);
        }
        for set in of_class.sets_of(entry) {
            set.remove(&ByAge(Arc::clone(entry)));
        }
        if of_class.routes.is_empty() && of_class.default_backends.is_empty() {
            self.0.remove(&entry.class);
        }
    }

    /// The classes that have something for any host.
    pub(super) fn classes<'a>(
        &'a self,
        visible: Visible<'a>,
    ) -> impl Iterator<Item = (Option<&'a str>, Standing<'a>)> {
        let standing = move |of_class| Standing { of_class: Some(of_class), visible };
        self.0.iter().map(move |(class, of_class)| (class.as_deref(), standing(of_class)))
    }
}

impl OfClass {
    /// The sets to which the Ingress belongs, if it has anything for any host.
    fn sets_of(&mut self, entry: &Entry) -> impl Iterator<Item = &mut BTreeSet<ByAge>> {
        let is_rival = entry.is_catch_all() || entry.has_rule_for_any_host();
        let sets = [
            (&mut self.catch_alls, entry.is_catch_all()),
            (&mut self.default_backends, entry.default_backend.is_some()),
            (&mut self.annotated, is_rival && entry.nginx.is_annotated),
        ];
        sets.into_iter().filter_map(|(set, is_in)| is_in.then_some(set))
    }
}

impl<'a> Standing<'a> {
    /// The routes of rules for any host, in reading order.
    pub(super) fn routes(self) -> impl Iterator<Item = Route<'a>> {
        let routes = self.of_class.into_iter().flat_map(|of_class| of_class.routes.iter());
        let routes = routes.map(|kept| {
            let host = kept.is_host_written.then_some("");
            Route {
                entry: &kept.entry.0,
                host,
                path: kept.path.as_ref(),
                fit: HostFit::Any,
                traits: kept.traits,
            }
        });
        routes.filter(move |route| self.visible.shows(route.entry))
    }

    /// At least as many as there are routes.
    pub(super) fn most_routes(self) -> usize {
        self.of_class.map_or(0, |of_class| of_class.routes.len())
    }

    /// The Ingresses that do nothing but to answer what nothing else does, in reading order.
    pub(super) fn catch_alls(self) -> impl Iterator<Item = &'a Entry> + Clone {
        self.visible_of(|of_class| &of_class.catch_alls)
    }

    /// All that give a default backend, whatever their hosts, in reading order.
    pub(super) fn default_backends(self) -> impl Iterator<Item = &'a Entry> + Clone {
        self.visible_of(|of_class| &of_class.default_backends)
    }

    /// How many give a default backend.
    pub(super) fn count_default_backends(self) -> usize {
        match self.visible {
            Visible::All => self.of_class.map_or(0, |of_class| of_class.default_backends.len()),
            Visible::In(_) => self.default_backends().count(),
        }
    }

    /// Whether there is a route or a catch-all.
    pub(super) fn has_rivals(self) -> bool {
        self.routes().next().is_some() || self.catch_alls().next().is_some()
    }

    /// Whether a route or a catch-all is annotated for ingress-nginx.
    pub(super) fn is_annotated(self) -> bool {
        self.visible_of(|of_class| &of_class.annotated).next().is_some()
    }

    fn visible_of(self, set: fn(&OfClass) -> &BTreeSet<ByAge>) -> impl Iterator<Item = &'a Entry> + Clone {
        let entries = self.of_class.map(|of_class| set(of_class).iter()).unwrap_or_default();
        let entries = entries.map(|ByAge(entry)| entry.as_ref());
        entries.filter(move |entry| self.visible.shows(entry))
    }
}

impl Visible<'_> {
    pub(crate) fn shows(self, entry: &Entry) -> bool {
        match self {
            Self::All => true,
            Self::In(may_see) => may_see(&entry.key.namespace),
        }
    }
}

fn has_any(entry: &Entry) -> bool {
    entry.default_backend.is_some() || entry.has_rule_for_any_host()
}

fn kept(entry: &Arc<Entry>) -> impl Iterator<Item = Kept> {
    let of_any_host = |host: Option<&str>| host.is_none_or(str::is_empty).then_some(HostFit::Any);
    Route::of(entry, of_any_host).enumerate().map(|(place, route)| Kept {
        entry: ByAge(Arc::clone(entry)),
        place,
        is_host_written: route.host.is_some(),
        path: route.path.cloned(),
        traits: route.traits,
    })
}

impl Ord for Kept {
    fn cmp(&self, other: &Self) -> Ordering {
        self.entry.cmp(&other.entry).then_with(|| self.place.cmp(&other.place))
    }
}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Kept {}
