//! The paths of rules, with what a decision asks of their Ingresses.

use kube_ingress_dash_model::url::HostFit;

use super::explanation::Dialect;
use super::path::{Answer, Kind, answer, may_begin};
use crate::entry::Entry;
use crate::rule::HttpPath;

/// A path of a rule for the URL's host; none is a rule without paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route<'a> {
    pub(super) entry: &'a Entry,
    pub(super) host: Option<&'a str>,
    pub(super) path: Option<&'a HttpPath>,
    pub(super) fit: HostFit,
    pub(super) traits: Traits,
}

/// What a decision asks of each route and of its Ingress.
#[derive(Debug, Clone, Copy)]
pub(super) struct Traits {
    /// Whether ingress-nginx takes it for a canary.
    pub(super) is_canary: bool,
    /// Whether its annotations make a regular expression of the path.
    pub(super) makes_expression: bool,
    pub(super) has_default_backend: bool,
    /// How the specification reads the path; none of a rule without paths.
    kind: Option<Kind>,
}

impl<'a> Route<'a> {
    /// The routes of the rules whose hosts fit.
    pub(super) fn of(
        entry: &'a Entry,
        fit: impl Fn(Option<&str>) -> Option<HostFit>,
    ) -> impl Iterator<Item = Self> {
        let rules = entry.rules.iter().filter_map(move |rule| Some((rule, fit(rule.host)?)));
        rules.flat_map(move |(rule, fit)| {
            rule.routes().map(move |path| {
                let traits = Traits::of(entry, path);
                Route { entry, host: rule.host, path, fit, traits }
            })
        })
    }
}

impl Route<'_> {
    /// How the path is read; none without one.
    pub(super) fn kind(&self, dialect: Dialect) -> Option<Kind> {
        self.traits.kind.map(|kind| kind.read_by(dialect))
    }

    /// How the path answers, unless regular expressions are asked for.
    pub(super) fn answer(&self, asked: &str, dialect: Dialect) -> Option<Answer> {
        answer(asked, self.path?.effective(), self.kind(dialect)?)
    }

    /// Whether the path is `ImplementationSpecific`, and some controllers may match it.
    pub(super) fn may_begin(&self, asked: &str) -> bool {
        let open = self.path.filter(|_| self.traits.kind == Some(Kind::Specific));
        open.is_some_and(|path| may_begin(asked, path.effective()))
    }
}

impl Traits {
    fn of(entry: &Entry, path: Option<&HttpPath>) -> Self {
        Self {
            is_canary: entry.nginx.canary.is_some(),
            makes_expression: path.is_some_and(|path| entry.nginx.makes_expression(path.effective())),
            has_default_backend: entry.default_backend.is_some(),
            kind: path.map(|path| Kind::of(&path.path_type)),
        }
    }
}

pub(super) fn is_same(one: &Route<'_>, other: &Route<'_>) -> bool {
    let address = |route: &Route<'_>| route.path.map(std::ptr::from_ref);
    std::ptr::eq(one.entry, other.entry) && address(one) == address(other)
}
