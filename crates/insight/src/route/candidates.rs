//! The rules that had to do with a decision, and what became of them.

use std::collections::BTreeMap;

use kube_ingress_dash_model::url::HostFit;

use super::explanation::{Candidate, Verdict};
use super::routes::Route;
use crate::entry::Entry;
use crate::rule::Backend;

/// How many are listed.
const LISTED: usize = 20;
/// How many of one verdict are listed of what is for any host and only near: a cluster may have thousands of them.
const LISTED_NEAR_FOR_ANY_HOST: usize = 5;

/// Collects verdicts. Of each as many are kept as may be listed, and texts are copied of those alone that are.
#[derive(Default)]
pub(super) struct Candidates<'a> {
    listable: BTreeMap<Verdict, Vec<Subject<'a>>>,
    total: usize,
}

enum Subject<'a> {
    Route(Route<'a>),
    DefaultBackend(&'a Entry),
}

impl<'a> Candidates<'a> {
    pub(super) fn add(&mut self, verdict: Verdict, route: Route<'a>) {
        self.judge(verdict, Subject::Route(route));
    }

    pub(super) fn add_default_backend(&mut self, verdict: Verdict, entry: &'a Entry) {
        self.judge(verdict, Subject::DefaultBackend(entry));
    }

    fn judge(&mut self, verdict: Verdict, subject: Subject<'a>) {
        self.total += 1;
        let of_verdict = self.listable.entry(verdict).or_default();
        let is_far = subject.is_for_any_host() && verdict.is_near();
        let most = if is_far { LISTED_NEAR_FOR_ANY_HOST } else { LISTED };
        if of_verdict.len() < most {
            of_verdict.push(subject);
        }
    }

    /// The first route of this verdict.
    pub(super) fn first(&self, wanted: Verdict) -> Option<Route<'a>> {
        self.listable.get(&wanted)?.iter().find_map(|subject| match subject {
            Subject::Route(route) => Some(*route),
            Subject::DefaultBackend(_) => None,
        })
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
