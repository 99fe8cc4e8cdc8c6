//! The path that ingress-nginx chooses: of locations that it makes of the paths, which may be regular expressions.

use std::collections::HashMap;

use kube_ingress_dash_model::url::HostFit;

use super::any_host::Standing;
use super::caveat::Caveat;
use super::contest::Contest;
use super::explanation::{Dialect, Reason, Verdict};
use super::expression::{Trial, trials};
use super::fallback::of_any_host;
use super::location::Server;
use super::path::Kind;
use super::routes::Route;
use crate::rule::HttpPath;

impl<'a> Contest<'a> {
    pub(super) fn choose_location(
        &mut self,
        routes: &mut [Route<'a>],
        any_host: Standing<'a>,
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        self.add_without_paths(routes);
        let number = routes.len();
        let of_any = of_any_host(any_host).next();
        let is_root = |route: &Route<'_>| {
            let is_root = |path: &HttpPath| path.effective() == "/" && !path.backend.is_resource();
            route.fit == HostFit::Any
                && route.path.is_some_and(is_root)
                && route.kind(Dialect::IngressNginx) == Some(Kind::Prefix)
        };
        if let Some(entry) = of_any.filter(|_| routes.iter().any(is_root)) {
            let sentence = format!("{} has no rules: its default backend has / of any host.", entry.key);
            self.step(Reason::DefaultBackend, sentence, number);
        }
        // Those without a path that counts decide for the location that every host has.
        for route in &mut *routes {
            let verdict = match route.path {
                Some(path) if path.backend.is_resource() => Verdict::BackendIsNoService,
                Some(_) if of_any.is_some() && is_root(route) => Verdict::RootOfDefaultBackend,
                _ => continue,
            };
            self.candidates.add(verdict, *route);
            route.path = None;
        }
        let server = Server::of(routes);
        if let Some(asking) = server.asks_for_expressions {
            let sentence = format!(
                "{} asks for regular expressions (use-regex or rewrite-target): every path of the host is one, of \
                 whatever type, without regard to case.",
                asking.key
            );
            self.step(Reason::RegularExpressions, sentence, number);
            return self.choose_expression(routes, &server);
        }
        if server.is_refused() {
            self.caveats.push(Caveat::refused());
        }
        if server.redirects(&self.asked) {
            self.caveats.push(Caveat::slash_redirect(&self.asked));
        }
        self.choose_plain_path(routes)
    }

    fn choose_expression(
        &mut self,
        routes: &[Route<'a>],
        server: &Server<'a>,
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        let trials = trials(&self.asked, &server.locations, routes.len());
        let mut matching = Vec::new();
        let mut repeats = Vec::new();
        let mut unreadable = None;
        let mut number = 0;
        for Tried { route, trial, is_repeat } in tried(routes, trials) {
            number += 1;
            match trial {
                Trial::Matches(_) if is_repeat => repeats.push(route),
                Trial::Matches(place) => matching.push((place, route)),
                Trial::Differs => self.candidates.add(Verdict::PathDiffers, route),
                Trial::TooLate => self.candidates.add(Verdict::LaterExpression, route),
                Trial::AlreadyThere => {}
                Trial::Unreadable => {
                    // The others are among the candidates.
                    if unreadable.is_none() {
                        let path = route.path.map_or("/", HttpPath::effective);
                        unreadable = Some(Caveat::unreadable(&route.entry.key, path));
                    }
                    self.candidates.add(Verdict::UnreadableExpression, route);
                }
            }
        }
        self.caveats.extend(unreadable);
        self.tell_matches(matching.len() + repeats.len(), number);
        matching.sort_by_key(|(place, _)| *place);
        let ((_, winner), losers) = matching.split_first()?;
        let path = winner.path?;
        let (equal, others): (Vec<_>, Vec<_>) =
            repeats.into_iter().partition(|route| location(route) == location(winner));
        if !losers.is_empty() {
            let sentence = format!("{} is the longest that matches, and is tried first.", path.effective());
            self.step(Reason::LongestExpression, sentence, 1 + equal.len());
        }
        self.candidates.add(Verdict::Wins, *winner);
        self.tell_equal(*winner, equal.iter());
        for loser in losers.iter().map(|(_, loser)| loser).chain(&others) {
            self.candidates.add(Verdict::LaterExpression, *loser);
        }
        Some((*winner, path))
    }
}

/// A path and what it answers.
struct Tried<'a> {
    route: Route<'a>,
    trial: Trial,
    /// Whether it is left out for an older one that says the same, and would answer what that one does.
    is_repeat: bool,
}

/// The routes that have a path, in their order, with their trials.
fn tried<'a>(routes: &[Route<'a>], trials: Vec<Trial>) -> impl Iterator<Item = Tried<'a>> {
    let mut known = HashMap::new();
    routes.iter().zip(trials).filter(|(route, _)| route.path.is_some()).map(move |(route, trial)| {
        let first = *known.entry(location(route)).or_insert(trial);
        let is_repeat = trial == Trial::AlreadyThere;
        Tried { route: *route, trial: if is_repeat { first } else { trial }, is_repeat }
    })
}

/// The path and how it is read: only the first route of each makes a location.
fn location<'a>(route: &Route<'a>) -> Option<(&'a str, Kind)> {
    Some((route.path?.effective(), route.kind(Dialect::IngressNginx)?))
}
