//! The rules that had to do with a decision, and what became of them.

use super::contest::Route;
use super::explanation::{Candidate, Verdict};
use crate::entry::Entry;
use crate::rule::Backend;

/// How many are listed.
const LISTED: usize = 40;

/// Collects verdicts. Texts are copied of those alone that are listed.
#[derive(Default)]
pub(super) struct Candidates<'a>(Vec<(Verdict, Subject<'a>)>);

enum Subject<'a> {
    Route(Route<'a>),
    DefaultBackend(&'a Entry),
}

impl<'a> Candidates<'a> {
    pub(super) fn add(&mut self, verdict: Verdict, route: Route<'a>) {
        self.0.push((verdict, Subject::Route(route)));
    }

    pub(super) fn add_default_backend(&mut self, verdict: Verdict, entry: &'a Entry) {
        self.0.push((verdict, Subject::DefaultBackend(entry)));
    }

    /// The first route of this verdict.
    pub(super) fn first(&self, wanted: Verdict) -> Option<Route<'a>> {
        self.0.iter().find_map(|(verdict, subject)| match subject {
            Subject::Route(route) if *verdict == wanted => Some(*route),
            _ => None,
        })
    }

    /// Those that are listed, the best first, and how many are not.
    pub(super) fn listed(mut self) -> (Vec<Candidate>, usize) {
        self.0.sort_by_key(|(verdict, _)| *verdict);
        let omitted = self.0.len().saturating_sub(LISTED);
        (
            self.0.into_iter().take(LISTED).map(|(verdict, subject)| subject.candidate(verdict)).collect(),
            omitted,
        )
    }
}

impl Subject<'_> {
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
