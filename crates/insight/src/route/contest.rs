//! The decision of one class, step by step.

use std::borrow::Cow;

use kube_ingress_dash_model::url::{HostFit, Url};

use super::any_host::Standing;
use super::candidates::Candidates;
use super::caveat::{Caveat, CaveatKind};
use super::explanation::{Dialect, Outcome, Ranking, Reason, Step, Verdict};
use super::fallback::default_backend;
use super::normal::normalized;
use super::routes::{Route, is_same};
use super::{Rivals, requested_path};
use crate::entry::reading_order;
use crate::facts::{Controller, Facts};
use crate::rule::HttpPath;

/// A decision that is being made.
pub(super) struct Contest<'a> {
    pub(super) url: &'a Url,
    /// The path as it is compared.
    pub(super) asked: Cow<'a, str>,
    /// The wildcard host that has paths for the request.
    pub(super) wildcard: Option<&'a str>,
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
        let (url, dialect) = (self.url, self.dialect);
        let is_canary = |route: &Route<'_>| dialect == Dialect::IngressNginx && route.traits.is_canary;
        let by_name = |host: Option<&str>| url.host_fit(host).filter(|fit| *fit != HostFit::Any);
        let named = rivals.named.iter().flat_map(|entry| Route::of(entry, by_name));
        let (mut canaries, named): (Vec<_>, Vec<_>) = named.partition(is_canary);
        // One walk for both, since it is long.
        let primaries = rivals.any_host.routes().filter(|route| {
            let is_canary = is_canary(route);
            canaries.extend(is_canary.then_some(*route));
            !is_canary
        });
        let (mut group, host) = self.choose_host(named, primaries, rivals.any_host.most_routes());
        canaries.sort_by(|one, other| reading_order(one.entry, other.entry));
        let winner = self.choose_path(&mut group, rivals.any_host);
        let Some((route, path)) = winner else {
            for route in canaries {
                self.add_canary_of_another(route);
            }
            return default_backend(self, rivals.any_host, &group, host);
        };
        for entry in rivals.any_host.catch_alls() {
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

    /// Leaves the path that answers. Paths that do not count are taken from the routes.
    fn choose_path(
        &mut self,
        group: &mut [Route<'a>],
        any_host: Standing<'a>,
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        match self.dialect {
            Dialect::Specification => {
                self.add_without_paths(group);
                let winner = self.choose_plain_path(group);
                self.tell_what_is_open(group, winner);
                winner
            }
            Dialect::IngressNginx => self.choose_location(group, any_host),
        }
    }

    /// What other controllers do with the same paths.
    fn tell_what_is_open(&mut self, group: &[Route<'a>], winner: Option<(Route<'a>, &'a HttpPath)>) {
        if let Some((route, _)) = winner.filter(|(_, path)| path.backend.is_resource()) {
            self.caveats.push(Caveat::resource_backend(&route.entry.key));
        }
        let is_told = |caveat: &Caveat| caveat.kind == CaveatKind::ImplementationSpecificPath;
        if self.caveats.iter().any(is_told) {
            return;
        }
        let length = winner.map_or(0, |(_, path)| path.effective().len());
        let is_open = |route: &&Route<'a>| {
            let is_winner = winner.is_some_and(|(winner, _)| is_same(route, &winner));
            let is_long = |path: &HttpPath| path.effective().len() >= length;
            !is_winner && route.path.is_some_and(is_long) && route.may_begin(&self.asked)
        };
        let open = group.iter().find(is_open);
        if let Some((route, path)) = open.and_then(|route| Some((route, route.path?))) {
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
