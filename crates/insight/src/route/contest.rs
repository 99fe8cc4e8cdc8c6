//! The decision of one class, step by step.

use std::borrow::Cow;

use kube_ingress_dash_model::ingress::{Backend, HttpPath};
use kube_ingress_dash_model::url::{HostFit, Url};

use super::candidates::Candidates;
use super::caveat::{Caveat, CaveatKind};
use super::explanation::{Canary, Dialect, Outcome, Ranking, Reason, Step, Verdict};
use super::expression::{Trial, trials};
use super::fallback::{default_backend, of_any_host};
use super::location::Server;
use super::normal::normalized;
use super::path::{Answer, Kind, answer, kind, may_begin};
use super::requested_path;
use crate::entry::Entry;
use crate::facts::{Controller, Facts};
use crate::host::Host;
use crate::wording::{self, count, list};

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
    asked: Cow<'a, str>,
    /// The wildcard host that has paths for the request.
    wildcard: Option<&'a str>,
    pub(super) dialect: Dialect,
    pub(super) steps: Vec<Step>,
    pub(super) candidates: Candidates<'a>,
    pub(super) caveats: Vec<Caveat>,
}

/// Decides for one class. The entries are in reading order.
pub(super) fn rank<'a>(
    url: &'a Url,
    class: Option<&str>,
    entries: &[&'a Entry],
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
    let outcome = contest.decide(entries);
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

    fn decide(&mut self, entries: &[&'a Entry]) -> Outcome {
        let routes = entries.iter().flat_map(|entry| self.routes(entry));
        let (canaries, primaries): (Vec<_>, Vec<_>) = routes.partition(|route| self.is_canary(route.entry));
        let (group, host) = self.choose_host(primaries);
        let winner = self.choose_path(entries, &group);
        let Some((route, path)) = winner else {
            for route in canaries {
                self.add_canary_of_another(route);
            }
            return default_backend(self, entries, &group, host);
        };
        for entry in entries.iter().filter(|entry| entry.is_catch_all()) {
            self.candidates.add_default_backend(Verdict::DefaultBackendNotAsked, entry);
        }
        Outcome::Route {
            ingress: route.entry.key.clone(),
            host: route.host.map(str::to_owned),
            path: path.path.clone(),
            path_type: path.path_type.clone(),
            backend: path.backend.clone(),
            canaries: self.share(route, path, &canaries),
        }
    }

    fn routes(&self, entry: &'a Entry) -> impl Iterator<Item = Route<'a>> + use<'a> {
        let url = self.url;
        entry
            .routes()
            .filter_map(move |(host, path)| url.host_fit(host).map(|fit| Route { entry, host, path, fit }))
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
        if let Some((route, _)) = winner.filter(|(_, path)| is_resource(&path.backend)) {
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

    fn add_without_paths(&mut self, group: &[Route<'a>]) {
        for route in group.iter().filter(|route| route.path.is_none()) {
            self.candidates.add(Verdict::NoPaths, *route);
        }
    }

    fn choose_location(
        &mut self,
        entries: &[&'a Entry],
        group: &[Route<'a>],
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        self.add_without_paths(group);
        let of_any = of_any_host(entries).next();
        let is_root = |route: &Route<'_>, path: &HttpPath| {
            route.fit == HostFit::Any
                && path.effective() == "/"
                && kind(path, Dialect::IngressNginx) == Kind::Prefix
        };
        // Those without a path that counts decide for the location that every host has.
        let mut routes = group.to_vec();
        for route in &mut routes {
            let Some(path) = route.path else { continue };
            if is_resource(&path.backend) {
                self.candidates.add(Verdict::BackendIsNoService, *route);
                route.path = None;
            } else if let Some(entry) = of_any.filter(|_| is_root(route, path)) {
                let sentence = format!("{} has no rules: its default backend has / of any host.", entry.key);
                self.step(Reason::DefaultBackend, sentence, group.len());
                self.candidates.add(Verdict::RootOfDefaultBackend, *route);
                route.path = None;
            }
        }
        let server = Server::of(&routes);
        if let Some(asking) = server.asks_for_expressions {
            let sentence = format!(
                "{} asks for regular expressions (use-regex or rewrite-target): every path of the host is one, of \
                 whatever type, without regard to case.",
                asking.key
            );
            self.step(Reason::RegularExpressions, sentence, routes.len());
            return self.choose_expression(&routes, &server);
        }
        if server.is_refused() {
            self.caveats.push(Caveat::refused());
        }
        if server.redirects(&self.asked) {
            self.caveats.push(Caveat::slash_redirect(&self.asked));
        }
        let paths: Vec<_> = routes.into_iter().filter(|route| route.path.is_some()).collect();
        self.choose_plain_path(&paths)
    }

    fn choose_expression(
        &mut self,
        routes: &[Route<'a>],
        server: &Server<'a>,
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        let trials = trials(&self.asked, &server.locations, routes.len());
        let paths = routes.iter().zip(trials).filter(|(route, _)| route.path.is_some());
        let (paths, trials): (Vec<Route<'a>>, Vec<Trial>) =
            paths.map(|(route, trial)| (*route, trial)).unzip();
        let mut matching = Vec::new();
        for (route, trial) in paths.iter().zip(trials) {
            match trial {
                Trial::Matches(place) => matching.push((place, *route)),
                Trial::Differs => self.candidates.add(Verdict::PathDiffers, *route),
                Trial::TooLate => self.candidates.add(Verdict::LaterExpression, *route),
                Trial::AlreadyThere => {}
                Trial::Unreadable => {
                    let path = route.path.map_or("/", HttpPath::effective);
                    self.caveats.push(Caveat::unreadable(&route.entry.key, path));
                    self.candidates.add(Verdict::UnreadableExpression, *route);
                }
            }
        }
        self.tell_matches(matching.len(), paths.len());
        matching.sort_by_key(|(place, _)| *place);
        let ((_, winner), losers) = matching.split_first()?;
        let path = winner.path?;
        if !losers.is_empty() {
            let sentence = format!("{} is the longest that matches, and is tried first.", path.effective());
            self.step(Reason::LongestExpression, sentence, 1);
        }
        self.candidates.add(Verdict::Wins, *winner);
        let is_equal = |route: &&Route<'_>| {
            let same = |other: &HttpPath| {
                other.effective() == path.effective() && kind(other, self.dialect) == kind(path, self.dialect)
            };
            !is_same(route, winner) && route.path.is_some_and(same)
        };
        let equal: Vec<_> = paths.iter().filter(is_equal).copied().collect();
        self.tell_equal(*winner, &equal);
        for (_, loser) in losers {
            self.candidates.add(Verdict::LaterExpression, *loser);
        }
        Some((*winner, path))
    }

    fn choose_plain_path(&mut self, paths: &[Route<'a>]) -> Option<(Route<'a>, &'a HttpPath)> {
        let mut matching: Vec<(Route<'a>, &'a HttpPath, Answer)> = Vec::new();
        for route in paths {
            match route.path.and_then(|path| Some((path, answer(&self.asked, path, self.dialect)?))) {
                Some((path, answer)) => matching.push((*route, path, answer)),
                None => self.candidates.add(Verdict::PathDiffers, *route),
            }
        }
        self.tell_matches(matching.len(), paths.len());
        let is_certain = matching.iter().any(|(_, _, answer)| !answer.is_possible_only);
        if is_certain && self.drop(&mut matching, Verdict::MayMatch, |answer| answer.is_possible_only) {
            let sentence = "What matches by its type comes before what the controller may match.";
            self.step(Reason::CertainMatch, sentence.to_owned(), matching.len());
        }
        let longest = matching.iter().map(|(_, _, answer)| answer.length).max()?;
        if self.drop(&mut matching, Verdict::ShorterPath, |answer| answer.length != longest) {
            let path = matching.first().map_or("/", |(_, path, _)| path.effective());
            self.step(Reason::LongestPath, format!("{path} is the longest."), matching.len());
        }
        let preferred = matching.iter().map(|(_, _, answer)| answer.kind).min()?;
        if self.drop(&mut matching, Verdict::PrefixBesideExact, |answer| answer.kind != preferred) {
            let sentence = match preferred {
                Kind::Exact => "An Exact path comes before a Prefix of the same length.",
                _ => "A Prefix comes before an ImplementationSpecific path of the same length.",
            };
            self.step(Reason::ExactPath, sentence.to_owned(), matching.len());
        }
        let ((winner, path, answer), losers) = matching.split_first()?;
        self.candidates.add(Verdict::Wins, *winner);
        let equal: Vec<_> = losers.iter().map(|(route, _, _)| *route).collect();
        self.tell_equal(*winner, &equal);
        if answer.kind == Kind::Specific {
            self.caveats.push(Caveat::winner_is_specific(path.effective()));
        }
        if let Some(route) = self.candidates.first(Verdict::MayMatch) {
            let path = route.path.map_or("/", HttpPath::effective);
            self.caveats.push(Caveat::may_match(&route.entry.key, path));
        }
        Some((*winner, path))
    }

    fn drop(
        &mut self,
        matching: &mut Vec<(Route<'a>, &'a HttpPath, Answer)>,
        verdict: Verdict,
        loses: impl Fn(&Answer) -> bool,
    ) -> bool {
        let before = matching.len();
        matching.retain(|(route, _, answer)| {
            let loses = loses(answer);
            if loses {
                self.candidates.add(verdict, *route);
            }
            !loses
        });
        matching.len() < before
    }

    fn tell_matches(&mut self, matching: usize, paths: usize) {
        let asked = self.asked.clone();
        match (matching, paths) {
            (0, 0) => self.step(Reason::NoPath, "There is no path to match.".to_owned(), 0),
            (0, _) => {
                self.step(Reason::NoPath, format!("{asked} matches none of {}.", count(paths, "path")), 0);
            }
            _ => {
                let sentence = format!("{asked} matches {matching} of {}.", count(paths, "path"));
                self.step(Reason::MatchingPath, sentence, matching);
            }
        }
    }

    /// Says why the first of equal routes is taken.
    fn tell_equal(&mut self, winner: Route<'a>, losers: &[Route<'a>]) {
        let (own, others): (Vec<Route<'a>>, Vec<Route<'a>>) =
            losers.iter().partition(|route| route.entry.key == winner.entry.key);
        for route in &own {
            self.candidates.add(Verdict::LaterInIngress, *route);
        }
        for route in &others {
            self.candidates.add(Verdict::Younger, *route);
        }
        let is_other =
            |route: &Route<'_>| route.path.map(HttpPath::effective) != winner.path.map(HttpPath::effective);
        if self.dialect == Dialect::Specification && others.is_empty() && own.iter().any(is_other) {
            self.caveats.push(Caveat::equal_rules(&winner.entry.key.to_string()));
        }
        if !others.is_empty() {
            let names = list(others.iter().map(|route| &route.entry.key), others.len());
            let sentence = format!("Equal rules are in {names}; {} is the oldest.", winner.entry.key);
            self.step(Reason::Oldest, sentence, 1);
            if self.dialect == Dialect::Specification {
                self.caveats.push(Caveat::equal_rules(&format!("{}, {names}", winner.entry.key)));
            }
        } else if !own.is_empty() {
            let sentence = format!("{} has the path more than once; the first is taken.", winner.entry.key);
            self.step(Reason::FirstInIngress, sentence, 1);
        }
    }

    /// The canaries of the path that answers: the same host, path and type, and another backend.
    fn share(&mut self, winner: Route<'a>, path: &HttpPath, canaries: &[Route<'a>]) -> Vec<Canary> {
        let mut shares = Vec::new();
        for route in canaries {
            let Some((own, terms)) = route.path.zip(route.entry.nginx.canary.as_ref()) else { continue };
            let is_of_winner = Host::of(route.host).is_of(winner.host)
                && own.effective() == path.effective()
                && kind(own, self.dialect) == kind(path, self.dialect)
                && !is_resource(&own.backend);
            if is_of_winner {
                let sentence =
                    format!("{} is a canary of it and takes {}.", route.entry.key, terms.describe());
                self.step(Reason::Canary, sentence, shares.len() + 2);
                self.candidates.add(Verdict::Shares, *route);
                let (ingress, backend) = (route.entry.key.clone(), own.backend.clone());
                shares.push(Canary { ingress, backend, terms: terms.clone() });
            } else {
                self.add_canary_of_another(*route);
            }
        }
        shares
    }

    fn add_canary_of_another(&mut self, route: Route<'a>) {
        if route.path.is_some_and(|path| answer(&self.asked, path, self.dialect).is_some()) {
            self.candidates.add(Verdict::CanaryOfAnother, route);
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

fn is_same(one: &Route<'_>, other: &Route<'_>) -> bool {
    let address = |route: &Route<'_>| route.path.map(std::ptr::from_ref);
    std::ptr::eq(one.entry, other.entry) && address(one) == address(other)
}

pub(super) const fn is_resource(backend: &Backend) -> bool {
    matches!(backend, Backend::Resource { .. })
}
