//! What may answer for any host, kept in the order in which an explanation takes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::alike::{Alike, ByLikeness};
use super::by_age::ByAge;
use crate::entry::Entry;
use crate::texts::Text;

/// What may answer for any host, by class.
#[derive(Debug, Default)]
pub(crate) struct AnyHost(BTreeMap<Option<Text>, OfClass>);

#[derive(Debug, Default)]
struct OfClass {
    /// The routes of rules for any host.
    routes: ByLikeness,
    catch_alls: BTreeSet<ByAge>,
    /// Those that give a default backend, whatever their hosts.
    default_backends: BTreeSet<ByAge>,
    /// Those with routes for any host and the catch-alls, as far as they are annotated for ingress-nginx.
    annotated: BTreeSet<ByAge>,
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
        of_class.routes.insert(entry);
        for set in of_class.sets_of(entry) {
            set.insert(ByAge(Arc::clone(entry)));
        }
    }

    /// An Ingress that was there is gone.
    pub(crate) fn remove(&mut self, entry: &Arc<Entry>) {
        let of_class = self.0.get_mut(&entry.class).filter(|_| has_any(entry));
        let Some(of_class) = of_class else { return };
        of_class.routes.remove(entry);
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
    /// The routes of rules for any host, in the reading order of the first ones.
    pub(super) fn routes(self) -> Vec<Alike<'a>> {
        self.of_class.map(|of_class| of_class.routes.alike(self.visible)).unwrap_or_default()
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
        self.of_class.is_some_and(|of_class| of_class.routes.has_any(self.visible))
            || self.catch_alls().next().is_some()
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
