//! The path that ingress-nginx chooses: of locations that it makes of the paths, which may be regular expressions.

use std::collections::HashMap;

use kube_ingress_dash_model::url::HostFit;

use super::alike::{Alike, count_of};
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
        routes: &[Alike<'a>],
        any_host: Standing<'a>,
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        self.add_without_paths(routes);
        let number = count_of(routes);
        let of_any = of_any_host(any_host).next();
        if let Some(entry) = of_any.filter(|_| routes.iter().any(|alike| is_root_of_any_host(&alike.first))) {
            let sentence = format!("{} has no rules: its default backend has / of any host.", entry.key);
            self.step(Reason::DefaultBackend, sentence, number);
        }
        let mut counting = Vec::with_capacity(routes.len());
        for alike in routes.iter().filter(|alike| alike.first.path.is_some()) {
            if alike.first.is_resource() {
                self.candidates.add_alike(Verdict::BackendIsNoService, *alike);
            } else if of_any.is_some() && is_root_of_any_host(&alike.first) {
                self.candidates.add_alike(Verdict::RootOfDefaultBackend, *alike);
            } else {
                counting.push(*alike);
            }
        }
        let first = routes.first().map(|alike| alike.first);
        let server = Server::of(first, &counting);
        if let Some(asking) = server.asks_for_expressions {
            let sentence = format!(
                "{} asks for regular expressions (use-regex or rewrite-target): every path of the host is one, of \
                 whatever type, without regard to case.",
                asking.key
            );
            self.step(Reason::RegularExpressions, sentence, number);
            return self.choose_expression(&counting, &server);
        }
        if server.is_refused() {
            self.caveats.push(Caveat::refused());
        }
        if server.redirects(&self.asked) {
            self.caveats.push(Caveat::slash_redirect(&self.asked));
        }
        self.choose_plain_path(&counting)
    }

    fn choose_expression(
        &mut self,
        routes: &[Alike<'a>],
        server: &Server<'a>,
    ) -> Option<(Route<'a>, &'a HttpPath)> {
        let trials = trials(&self.asked, &server.locations, routes.len(), self.budget);
        let mut matching = Vec::new();
        let mut repeats = Vec::new();
        let mut unreadable = None;
        let mut number = 0;
        for Tried { alike, trial, is_repeat } in tried(routes, trials) {
            number += alike.count;
            match trial {
                Trial::Matches(_) if is_repeat => repeats.push(alike),
                Trial::Matches(place) => {
                    matching.push((place, alike.first));
                    repeats.extend(alike.rest());
                }
                Trial::Differs => self.candidates.add_alike(Verdict::PathDiffers, alike),
                Trial::TooLate => self.candidates.add_alike(Verdict::LaterExpression, alike),
                Trial::AlreadyThere => {}
                Trial::Unreadable => {
                    // The others are among the candidates.
                    if unreadable.is_none() {
                        let path = alike.first.path.map_or("/", HttpPath::effective);
                        unreadable = Some(Caveat::unreadable(&alike.first.entry.key, path));
                    }
                    self.candidates.add_alike(Verdict::UnreadableExpression, alike);
                }
            }
        }
        self.caveats.extend(unreadable);
        self.tell_matches(matching.len() + count_of(&repeats), number);
        matching.sort_by_key(|(place, _)| *place);
        let ((_, winner), losers) = matching.split_first()?;
        let path = winner.path?;
        let (equal, others): (Vec<_>, Vec<_>) =
            repeats.into_iter().partition(|alike| location(&alike.first) == location(winner));
        if !losers.is_empty() {
            let sentence = format!("{} is the longest that matches, and is tried first.", path.effective());
            self.step(Reason::LongestExpression, sentence, 1 + count_of(&equal));
        }
        self.candidates.add(Verdict::Wins, *winner);
        self.tell_equal(*winner, &equal);
        for loser in losers.iter().map(|(_, loser)| Alike::alone(*loser)).chain(others) {
            self.candidates.add_alike(Verdict::LaterExpression, loser);
        }
        Some((*winner, path))
    }
}

/// Routes and what their path answers.
struct Tried<'a> {
    alike: Alike<'a>,
    trial: Trial,
    /// Whether it is left out for an older one that says the same, and would answer what that one does.
    is_repeat: bool,
}

/// The routes in their order, with their trials.
fn tried<'a>(routes: &[Alike<'a>], trials: Vec<Trial>) -> impl Iterator<Item = Tried<'a>> {
    let mut known = HashMap::new();
    routes.iter().zip(trials).map(move |(alike, trial)| {
        let first = *known.entry(location(&alike.first)).or_insert(trial);
        let is_repeat = trial == Trial::AlreadyThere;
        Tried { alike: *alike, trial: if is_repeat { first } else { trial }, is_repeat }
    })
}

/// Whether it would be the location that every host has, of rules for any host.
fn is_root_of_any_host(route: &Route<'_>) -> bool {
    let is_root = route.path.is_some_and(|path| path.effective() == "/");
    let is_prefix = route.kind(Dialect::IngressNginx) == Some(Kind::Prefix);
    route.fit == HostFit::Any && is_root && is_prefix && !route.is_resource()
}

/// The path and how it is read: only the first route of each makes a location.
fn location<'a>(route: &Route<'a>) -> Option<(&'a str, Kind)> {
    Some((route.path?.effective(), route.kind(Dialect::IngressNginx)?))
}
