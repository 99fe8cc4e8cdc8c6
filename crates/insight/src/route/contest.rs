//! The decision of one class, step by step.

use std::borrow::Cow;

use kube_ingress_dash_model::url::{HostFit, Url};

use super::alike::Alike;
use super::any_host::Standing;
use super::candidates::Candidates;
use super::caveat::{Caveat, CaveatKind};
use super::explanation::{Dialect, Outcome, Ranking, Reason, Step, Verdict};
use super::expression::Budget;
use super::fallback::default_backend;
use super::normal::{is_refused, normalized};
use super::routes::Route;
use super::{Rivals, requested_path};
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
    pub(super) budget: &'a mut Budget,
}

/// Decides for one class.
pub(super) fn rank<'a>(
    url: &'a Url,
    class: Option<&str>,
    rivals: &Rivals<'a>,
    (dialect, is_assumed): (Dialect, bool),
    facts: &Facts,
    budget: &'a mut Budget,
) -> Ranking {
    let (steps, candidates, caveats) = Default::default();
    let written = requested_path(url);
    let asked = if dialect == Dialect::IngressNginx { normalized(written) } else { Cow::Borrowed(written) };
    let mut contest = Contest { url, asked, wildcard: None, dialect, steps, candidates, caveats, budget };
    if is_assumed {
        contest.caveats.push(Caveat::controller_assumed());
    }
    if class.is_none() {
        contest.caveats.push(Caveat::class_absent(facts.default_class()));
    }
    if dialect == Dialect::IngressNginx && is_refused(written) {
        contest.caveats.push(Caveat::refused_path(written));
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
        let by_name = |host: Option<&str>| url.host_fit(host).filter(|fit| *fit != HostFit::Any);
        let named = rivals.named.iter().flat_map(|entry| Route::of(entry, by_name)).map(Alike::alone);
        let is_canary = |alike: &Alike<'_>| dialect == Dialect::IngressNginx && alike.first.traits.is_canary;
        let (mut canaries, named): (Vec<_>, Vec<_>) = named.partition(is_canary);
        let (of_any_host, for_any): (Vec<_>, Vec<_>) =
            rivals.any_host.routes().into_iter().partition(is_canary);
        canaries.extend(of_any_host);
        let (group, host) = self.choose_host(named, for_any);
        let winner = self.choose_path(&group, rivals.any_host);
        let Some((route, path)) = winner else {
            for alike in canaries {
                self.add_canary_of_another(alike);
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

    /// Leaves the path that answers.
    fn choose_path(
        &mut self,
        group: &[Alike<'a>],
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
    fn tell_what_is_open(&mut self, group: &[Alike<'a>], winner: Option<(Route<'a>, &'a HttpPath)>) {
        if let Some((route, _)) = winner.filter(|(_, path)| path.backend.is_resource()) {
            self.caveats.push(Caveat::resource_backend(&route.entry.key));
        }
        let is_told = |caveat: &Caveat| caveat.kind == CaveatKind::ImplementationSpecificPath;
        if self.caveats.iter().any(is_told) {
            return;
        }
        let length = winner.map_or(0, |(_, path)| path.effective().len());
        let is_winner = |route: &Route<'_>| winner.is_some_and(|(winner, _)| route.is_same(&winner));
        let losers = group
            .iter()
            .filter_map(|alike| if is_winner(&alike.first) { alike.rest() } else { Some(*alike) });
        let is_open = |route: &Route<'_>| {
            let is_long = |path: &HttpPath| path.effective().len() >= length;
            route.path.is_some_and(is_long) && route.may_begin(&self.asked)
        };
        let open = losers.map(|alike| alike.first).filter(is_open).min_by(Route::order);
        if let Some((route, path)) = open.and_then(|route| Some((route, route.path?))) {
            self.caveats.push(Caveat::may_match(&route.entry.key, path.effective()));
        }
    }

    pub(super) fn add_without_paths(&mut self, group: &[Alike<'a>]) {
        for alike in group.iter().filter(|alike| alike.first.path.is_none()) {
            self.candidates.add_alike(Verdict::NoPaths, *alike);
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
