//! The decision of one class, step by step.

use std::borrow::Cow;

use kube_ingress_dash_model::url::{HostFit, Url};

use super::candidates::Candidates;
use super::caveat::{Caveat, CaveatKind};
use super::explanation::{Dialect, Outcome, Ranking, Reason, Step, Verdict};
use super::fallback::default_backend;
use super::normal::normalized;
use super::path::{answer, may_begin};
use super::{Rivals, requested_path};
use crate::entry::Entry;
use crate::facts::{Controller, Facts};
use crate::rule::HttpPath;
use crate::wording::{self, count};

/// A path of a rule whose host is the URL's; none is a rule without paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route<'a> {
    pub(super) entry: &'a Entry,
    pub(super) host: Option<&'a str>,
    pub(super) path: Option<&'a HttpPath>,
    pub(super) fit: HostFit,
}

/// A decision that is being made.
pub(super) struct Contest<'a> {
    pub(super) url: &'a Url,
    /// The path as it is compared.
    pub(super) asked: Cow<'a, str>,
    /// The wildcard host that has paths for the request.
    wildcard: Option<&'a str>,
    pub(super) dialect: Dialect,
    pub(super) steps: Vec<Step>,
    pub(super) candidates: Candidates<'a>,
    pub(super) caveats: Vec<Caveat>,
}

/// Decides for one class.
pub(super) fn rank<'a>(
    url: &'a Url,
    class: Option<&str>,
    rivals: &Rivals<'a>,
    (dialect, is_assumed): (Dialect, bool),
    facts: &Facts,
) -> Ranking {
    let (steps, candidates, caveats) = Default::default();
    let written = requested_path(url);
    let asked = if dialect == Dialect::IngressNginx { normalized(written) } else { Cow::Borrowed(written) };
    let mut contest = Contest { url, asked, wildcard: None, dialect, steps, candidates, caveats };
    if is_assumed {
        contest.caveats.push(Caveat::controller_assumed());
    }
    if class.is_none() {
        contest.caveats.push(Caveat::class_absent(facts.default_class()));
    }
    let outcome = contest.decide(rivals);
    let is_haproxy_ingress = facts.controller(class) == Some(Controller::HaproxyIngress);
    if let Some(host) = contest.wildcard.filter(|host| is_haproxy_ingress && may_be_of(&outcome, host)) {
        contest.caveats.push(Caveat::wildcard_expressions(host));
    }
    let deciding = contest.steps.iter().rfind(|step| step.reason != Reason::Canary);
    let decided_by = deciding.map_or(Reason::ControllerDefault, |step| step.reason);
    let (candidates, omitted) = contest.candidates.listed();
    Ranking {
        class: class.map(str::to_owned),
        dialect,
        outcome,
        decided_by,
        steps: contest.steps,
        candidates,
        omitted,
        caveats: contest.caveats,
    }
}

impl<'a> Contest<'a> {
    pub(super) fn step(&mut self, reason: Reason, sentence: String, remaining: usize) {
        let source = reason.source(self.dialect).to_owned();
        self.steps.push(Step { reason, sentence, remaining, source });
    }

    fn decide(&mut self, rivals: &Rivals<'a>) -> Outcome {
        let entries = rivals.entries.as_slice();
        let routes = entries.iter().flat_map(|entry| self.routes(entry));
        let (canaries, primaries): (Vec<_>, Vec<_>) = routes.partition(|route| self.is_canary(route.entry));
        let (group, host) = self.choose_host(primaries);
        let winner = self.choose_path(entries, &group);
        let Some((route, path)) = winner else {
            for route in canaries {
                self.add_canary_of_another(route);
            }
            return default_backend(self, rivals, &group, host);
        };
        for entry in entries.iter().filter(|entry| entry.is_catch_all()) {
            self.candidates.add_default_backend(Verdict::DefaultBackendNotAsked, entry);
        }
        Outcome::Route {
            ingress: route.entry.key.clone(),
            host: route.host.map(str::to_owned),
            path: path.path.to_string(),
            path_type: path.path_type.to_string(),
            backend: path.backend.told(),
            canaries: self.share(route, path, &canaries),
        }
    }

    fn routes(&self, entry: &'a Entry) -> impl Iterator<Item = Route<'a>> + use<'a> {
        let url = self.url;
        let of_host = entry.rules.iter().filter_map(move |rule| Some((rule, url.host_fit(rule.host)?)));
        of_host.flat_map(move |(rule, fit)| {
            rule.routes().map(move |path| Route { entry, host: rule.host, path, fit })
        })
    }

    pub(super) fn is_canary(&self, entry: &Entry) -> bool {
        self.dialect == Dialect::IngressNginx && entry.nginx.canary.is_some()
    }

    /// Leaves the routes of the most specific host.
    fn choose_host(&mut self, routes: Vec<Route<'a>>) -> (Vec<Route<'a>>, Option<HostFit>) {
        let asked = self.url.host();
        let is_wildcard = |route: &&Route<'_>| route.fit == HostFit::Wildcard && route.path.is_some();
        self.wildcard = routes.iter().find(is_wildcard).and_then(|route| route.host);
        let Some(best) = routes.iter().map(|route| route.fit).min() else {
            self.step(Reason::NoHost, format!("No rule is for {asked}."), 0);
            return (routes, None);
        };
        let (group, others): (Vec<_>, Vec<_>) = routes.into_iter().partition(|route| route.fit == best);
        let paths = count(group.iter().filter(|route| route.path.is_some()).count(), "path");
        let named = wording::host(group.first().and_then(|route| route.host));
        let (reason, sentence) = match best {
            HostFit::Exact => (Reason::ExactHost, format!("{asked} is named by rules, with {paths}.")),
            HostFit::Wildcard => (
                Reason::WildcardHost,
                format!("No rule names {asked}; rules for {named}, with {paths}, stand for it."),
            ),
            HostFit::Any => {
                (Reason::AnyHost, format!("No rule names {asked}; rules for any host, with {paths}, do."))
            }
        };
        let sentence = match others.len() {
            0 => sentence,
            number => {
                format!("{sentence} Less specific hosts are not looked at ({}).", count(number, "path"))
            }
        };
        self.step(reason, sentence, group.len());
        let is_open = self.dialect == Dialect::Specification;
        for route in others {
            let matches = |path| {
                answer(&self.asked, path, self.dialect).is_some() || (is_open && may_begin(&self.asked, path))
            };
            if route.path.is_some_and(matches) {
                self.candidates.add(Verdict::LessSpecificHost, route);
            }
        }
        (group, Some(best))
    }

    /// Leaves the path that answers.
    fn choose_path(
        &mut self,
        entries: &[&'a Entry],
        group: &[Route<'a>],
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        match self.dialect {
            Dialect::Specification => {
                self.add_without_paths(group);
                let paths: Vec<_> = group.iter().filter(|route| route.path.is_some()).copied().collect();
                let winner = self.choose_plain_path(&paths);
                self.tell_what_is_open(&paths, winner);
                winner
            }
            Dialect::IngressNginx => self.choose_location(entries, group),
        }
    }

    /// What other controllers do with the same paths.
    fn tell_what_is_open(&mut self, paths: &[Route<'a>], winner: Option<(Route<'a>, &'a HttpPath)>) {
        if let Some((route, _)) = winner.filter(|(_, path)| path.backend.is_resource()) {
            self.caveats.push(Caveat::resource_backend(&route.entry.key));
        }
        let is_told = |caveat: &Caveat| caveat.kind == CaveatKind::ImplementationSpecificPath;
        let length = winner.map_or(0, |(_, path)| path.effective().len());
        let is_open = |route: &&Route<'a>| {
            let is_winner = winner.is_some_and(|(winner, _)| is_same(route, &winner));
            !is_winner
                && route
                    .path
                    .is_some_and(|path| path.effective().len() >= length && may_begin(&self.asked, path))
        };
        let open = paths.iter().find(is_open).copied();
        if let Some((route, path)) = open.and_then(|route| Some((route, route.path?)))
            && !self.caveats.iter().any(is_told)
        {
            self.caveats.push(Caveat::may_match(&route.entry.key, path.effective()));
        }
    }

    pub(super) fn add_without_paths(&mut self, group: &[Route<'a>]) {
        for route in group.iter().filter(|route| route.path.is_none()) {
            self.candidates.add(Verdict::NoPaths, *route);
        }
    }
}

/// Whether a path of the wildcard host answers, or none of any host, so that one of the wildcard host might.
fn may_be_of(outcome: &Outcome, wildcard: &str) -> bool {
    match outcome {
        Outcome::Route { host, .. } => host.as_deref() == Some(wildcard),
        Outcome::DefaultBackend { .. } | Outcome::ControllerDefault => true,
    }
}

pub(super) fn is_same(one: &Route<'_>, other: &Route<'_>) -> bool {
    let address = |route: &Route<'_>| route.path.map(std::ptr::from_ref);
    std::ptr::eq(one.entry, other.entry) && address(one) == address(other)
}
