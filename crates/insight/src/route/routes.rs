//! The paths of rules, with what a decision asks of their Ingresses.

use std::cmp::Ordering;

use kube_ingress_dash_model::url::HostFit;

use super::explanation::Dialect;
use super::path::{Answer, Kind, answer, may_begin};
use crate::entry::{Entry, reading_order};
use crate::rule::{HttpPath, Place};

/// A path of a rule for the URL's host; none is a rule without paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route<'a> {
    pub(super) entry: &'a Entry,
    pub(super) place: Place,
    pub(super) host: Option<&'a str>,
    pub(super) path: Option<&'a HttpPath>,
    pub(super) fit: HostFit,
    pub(super) traits: Traits,
}

/// What a decision asks of each route and of its Ingress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Traits {
    /// Whether ingress-nginx takes it for a canary.
    pub(super) is_canary: bool,
    pub(super) has_default_backend: bool,
    /// None of a rule without paths.
    path: Option<PathTraits>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PathTraits {
    /// How the specification reads it.
    kind: Kind,
    /// Whether annotations make a regular expression of it.
    is_expression: bool,
    /// Whether what answers is no Service.
    is_resource: bool,
}

impl<'a> Route<'a> {
    /// The routes of the rules whose hosts fit.
    pub(super) fn of(
        entry: &'a Entry,
        fit: impl Fn(Option<&str>) -> Option<HostFit>,
    ) -> impl Iterator<Item = Self> {
        entry.rules.places().filter_map(move |place| Self::at(entry, place, &fit))
    }

    /// The route there, if its host fits.
    pub(super) fn at(
        entry: &'a Entry,
        place: Place,
        fit: impl Fn(Option<&str>) -> Option<HostFit>,
    ) -> Option<Self> {
        let (host, path) = entry.rules.at(place)?;
        let fit = fit(host)?;
        Some(Self { entry, place, host, path, fit, traits: Traits::of(entry, path) })
    }
}

impl Route<'_> {
    /// How the path is read; none without one.
    pub(super) fn kind(&self, dialect: Dialect) -> Option<Kind> {
        self.traits.path.map(|path| path.kind.read_by(dialect))
    }

    /// Whether annotations of its Ingress make a regular expression of the path.
    pub(super) fn makes_expression(&self) -> bool {
        self.traits.path.is_some_and(|path| path.is_expression)
    }

    /// Whether what answers is no Service.
    pub(super) fn is_resource(&self) -> bool {
        self.traits.path.is_some_and(|path| path.is_resource)
    }

    /// How the path answers, unless regular expressions are asked for.
    pub(super) fn answer(&self, asked: &str, dialect: Dialect) -> Option<Answer> {
        answer(asked, self.path?.effective(), self.kind(dialect)?)
    }

    /// Whether the path is `ImplementationSpecific`, and some controllers may match it.
    pub(super) fn may_begin(&self, asked: &str) -> bool {
        let open = self.path.filter(|_| self.kind(Dialect::Specification) == Some(Kind::Specific));
        open.is_some_and(|path| may_begin(asked, path.effective()))
    }

    /// The order in which routes are read.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let entries = || reading_order(self.entry, other.entry);
        let is_of_one = std::ptr::eq(self.entry, other.entry);
        let ingresses = if is_of_one { Ordering::Equal } else { entries() };
        ingresses.then_with(|| self.place.cmp(&other.place))
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self.entry, other.entry) && self.place == other.place
    }
}

impl Traits {
    fn of(entry: &Entry, path: Option<&HttpPath>) -> Self {
        Self {
            is_canary: entry.nginx.canary.is_some(),
            has_default_backend: entry.default_backend.is_some(),
            path: path.map(|path| PathTraits {
                kind: Kind::of(&path.path_type),
                is_expression: entry.nginx.makes_expression(path.effective()),
                is_resource: path.backend.is_resource(),
            }),
        }
    }
}
