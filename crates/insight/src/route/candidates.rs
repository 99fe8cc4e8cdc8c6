//! The rules that had to do with a decision, and what became of them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::url::HostFit;

use super::alike::Alike;
use super::explanation::{Candidate, Verdict};
use super::routes::Route;
use crate::entry::{Entry, reading_order};
use crate::rule::Backend;

/// How many are listed.
const LISTED: usize = 20;
/// How many of one verdict are listed of what is for any host: a cluster may have thousands of them, in every class.
const LISTED_FOR_ANY_HOST: usize = 5;

/// Collects verdicts. Of each as many are kept as may be listed: the most specific hosts first, then in reading order.
/// Texts are copied of those alone that are listed.
#[derive(Default)]
pub(super) struct Candidates<'a> {
    listable: BTreeMap<Verdict, Vec<Subject<'a>>>,
    total: usize,
}

#[derive(Clone, Copy)]
enum Subject<'a> {
    Route(Route<'a>),
    DefaultBackend(&'a Entry),
}

impl<'a> Candidates<'a> {
    pub(super) fn add(&mut self, verdict: Verdict, route: Route<'a>) {
        self.add_alike(verdict, Alike::alone(route));
    }

    pub(super) fn add_alike(&mut self, verdict: Verdict, alike: Alike<'a>) {
        self.total += alike.count;
        self.list(verdict, alike.routes().map(Subject::Route));
    }

    pub(super) fn add_default_backend(&mut self, verdict: Verdict, entry: &'a Entry) {
        self.total += 1;
        self.list(verdict, std::iter::once(Subject::DefaultBackend(entry)));
    }

    /// Keeps of these, which are in order, those that may be listed.
    fn list(&mut self, verdict: Verdict, subjects: impl Iterator<Item = Subject<'a>>) {
        let of_verdict = self.listable.entry(verdict).or_default();
        for subject in subjects {
            let most = if subject.is_for_any_host() { LISTED_FOR_ANY_HOST } else { LISTED };
            let place = of_verdict.partition_point(|known| known.order(&subject).is_le());
            if place >= most {
                break;
            }
            of_verdict.insert(place, subject);
            of_verdict.truncate(most);
        }
    }

    /// The first route of this verdict.
    pub(super) fn first(&self, wanted: Verdict) -> Option<Route<'a>> {
        match self.listable.get(&wanted)?.first()? {
            Subject::Route(route) => Some(*route),
            Subject::DefaultBackend(_) => None,
        }
    }

    /// The Ingresses with equal routes that are younger than what answers, as many as may be listed.
    pub(super) fn younger(&self) -> Vec<&'a IngressKey> {
        let younger = self.listable.get(&Verdict::Younger).into_iter().flatten();
        let keys = younger.map(|subject| match subject {
            Subject::Route(Route { entry, .. }) | Subject::DefaultBackend(entry) => &entry.key,
        });
        let mut keys: Vec<_> = keys.collect();
        keys.dedup();
        keys
    }

    /// Those that are listed, the best first, and how many are not.
    pub(super) fn listed(self) -> (Vec<Candidate>, usize) {
        let ordered = self.listable.into_iter();
        let candidates = ordered.flat_map(|(verdict, subjects)| {
            subjects.into_iter().map(move |subject| subject.candidate(verdict))
        });
        let candidates: Vec<_> = candidates.take(LISTED).collect();
        let omitted = self.total.saturating_sub(candidates.len());
        (candidates, omitted)
    }
}

impl Subject<'_> {
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Route(one), Self::Route(other)) => one.fit.cmp(&other.fit).then_with(|| one.order(other)),
            (Self::Route(_), Self::DefaultBackend(_)) => Ordering::Less,
            (Self::DefaultBackend(_), Self::Route(_)) => Ordering::Greater,
            (Self::DefaultBackend(one), Self::DefaultBackend(other)) => reading_order(one, other),
        }
    }

    fn is_for_any_host(&self) -> bool {
        match self {
            Self::Route(route) => route.fit == HostFit::Any,
            Self::DefaultBackend(_) => true,
        }
    }

    fn candidate(&self, verdict: Verdict) -> Candidate {
        match self {
            Self::Route(route) => Candidate {
                ingress: route.entry.key.clone(),
                host: route.host.map(str::to_owned),
                path: route.path.map(|path| path.path.to_string()),
                path_type: route.path.map(|path| path.path_type.to_string()),
                backend: route.path.map(|path| path.backend.told()),
                verdict,
            },
            Self::DefaultBackend(entry) => Candidate {
                ingress: entry.key.clone(),
                host: None,
                path: None,
                path_type: None,
                backend: entry.default_backend.as_ref().map(Backend::told),
                verdict,
            },
        }
    }
}
