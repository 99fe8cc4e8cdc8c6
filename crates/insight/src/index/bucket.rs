//! The Ingresses that have to do with one host, and what was found about each because of it.

use std::sync::Arc;

use kube_ingress_dash_model::finding::FindingSet;
use smallvec::SmallVec;

use super::classes::Classes;
use crate::entry::Entry;
use crate::finding::Kinds;
use crate::texts::Text;

/// One host's Ingresses by class and key, most often a single one, which takes no memory of its own. Of findings only
/// the kinds are kept: their sentences are made for who reads them.
#[derive(Debug, Default)]
pub(super) struct Bucket(SmallVec<[Member; 1]>);

#[derive(Debug)]
struct Member {
    entry: Arc<Entry>,
    found: FindingSet,
    /// Whether a rule of it is for the host: thousands may have a certificate for a wildcard, and a few a rule.
    has_rule: bool,
}

impl Bucket {
    pub(super) fn insert(&mut self, entry: Arc<Entry>, has_rule: bool) {
        let place = self.place(&entry);
        let member = Member { entry, found: FindingSet::default(), has_rule };
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

    pub(super) fn remove(&mut self, entry: &Entry) {
        if let Ok(place) = self.place(entry) {
            self.0.remove(place);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those with a rule for the host.
    pub(super) fn with_rule(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().filter(|member| member.has_rule).map(|member| member.entry.as_ref())
    }

    /// The classes that are here, each with its Ingresses.
    pub(super) fn classes(
        &self,
    ) -> impl Iterator<Item = (Option<&Text>, impl Iterator<Item = &Entry> + Clone)> {
        let mut rest = self.0.as_slice();
        std::iter::from_fn(move || {
            let class = rest.first()?.entry.class.as_ref();
            let end = rest.partition_point(|member| member.entry.class.as_ref() == class);
            let (members, others) = rest.split_at(end);
            rest = others;
            Some((class, members.iter().map(|member| member.entry.as_ref())))
        })
    }

    /// Whether an Ingress of the class is here.
    pub(super) fn has_class(&self, class: Option<&Text>) -> bool {
        let place = self.0.partition_point(|member| member.entry.class.as_ref() < class);
        self.0.get(place).is_some_and(|member| member.entry.class.as_ref() == class)
    }

    /// What was found about an Ingress because of the host.
    pub(super) fn found(&self, entry: &Entry) -> FindingSet {
        let member = self.place(entry).ok().and_then(|place| self.0.get(place));
        member.map_or_else(FindingSet::default, |member| member.found)
    }

    /// This is found now about the Ingresses of these classes. Tells those about which it is something else than before.
    pub(super) fn find(&mut self, classes: &Classes, kinds: &Kinds, mut is_other: impl FnMut(&Arc<Entry>)) {
        for class in classes.iter() {
            let place = self.0.partition_point(|member| member.entry.class.as_ref() < class);
            let from = self.0.iter_mut().skip(place);
            for member in from.take_while(|member| member.entry.class.as_ref() == class) {
                let found = kinds.of(&member.entry);
                if member.found != found {
                    member.found = found;
                    is_other(&member.entry);
                }
            }
        }
    }

    fn place(&self, entry: &Entry) -> Result<usize, usize> {
        let order = |member: &Member| member.entry.class.cmp(&entry.class);
        self.0.binary_search_by(|member| order(member).then_with(|| member.entry.key.cmp(&entry.key)))
    }
}
