//! The Ingresses that have to do with one host, and what was found about each because of it.

use std::sync::Arc;

use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::key::IngressKey;
use smallvec::SmallVec;

use crate::entry::Entry;
use crate::finding::Kinds;

/// One host's Ingresses by key, most often a single one, which takes no memory of its own. Of findings only the kinds are kept: their sentences are made
/// for who reads them.
#[derive(Debug, Default)]
pub(super) struct Bucket(SmallVec<[Member; 1]>);

#[derive(Debug)]
struct Member {
    entry: Arc<Entry>,
    found: FindingSet,
}

impl Bucket {
    pub(super) fn insert(&mut self, entry: Arc<Entry>) {
        let place = self.place(&entry.key);
        let member = Member { entry, found: FindingSet::default() };
        match place {
            Ok(place) => {
                if let Some(known) = self.0.get_mut(place) {
                    *known = member;
                }
            }
            Err(place) => {
                self.0.insert(place, member);
            }
        }
    }

    pub(super) fn remove(&mut self, key: &IngressKey) {
        if let Ok(place) = self.place(key) {
            self.0.remove(place);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().map(|member| member.entry.as_ref())
    }

    /// Whether an Ingress of one of these classes is here.
    pub(super) fn has_class(&self, is_one: impl Fn(Option<&str>) -> bool) -> bool {
        self.entries().any(|entry| is_one(entry.class.as_deref()))
    }

    /// What was found about an Ingress because of the host.
    pub(super) fn found(&self, key: &IngressKey) -> FindingSet {
        let member = self.place(key).ok().and_then(|place| self.0.get(place));
        member.map_or_else(FindingSet::default, |member| member.found)
    }

    /// This is found now. Tells the Ingresses about which it is something else than before.
    pub(super) fn find(&mut self, kinds: &Kinds, mut is_other: impl FnMut(&Arc<Entry>)) {
        for member in &mut self.0 {
            let found = kinds.of(&member.entry);
            if member.found != found {
                member.found = found;
                is_other(&member.entry);
            }
        }
    }

    fn place(&self, key: &IngressKey) -> Result<usize, usize> {
        self.0.binary_search_by(|member| member.entry.key.cmp(key))
    }
}
