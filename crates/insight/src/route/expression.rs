//! Paths as regular expressions, as ingress-nginx makes them: all paths of a host, in one order.
//!
//! Once an Ingress asks for it, every path of the host becomes `location ~* "^PATH"`, whatever its type: without regard
//! to case, and open at its end. NGINX takes the first that matches; they are ordered by length, the longest first.
//! <https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/>

use std::cmp::Reverse;
use std::collections::HashSet;

use kube_ingress_dash_model::url::literal_beginning;
use regex_lite::RegexBuilder;

use super::contest::Route;
use super::explanation::Dialect;
use super::path::{Kind, kind, without_final_slash};

/// An expression of a cluster's user is compiled to no more than this, in bytes.
const LARGEST_EXPRESSION: usize = 1 << 18;

/// What a path answers as a regular expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trial {
    /// It is the one that is tried at this place, and matches.
    Matches(usize),
    /// It is no expression that can be read here, and may match.
    Unreadable,
    Differs,
    /// The same path is there in the same type, and this one is left out.
    AlreadyThere,
}

/// What each route with a path answers, by its place in `routes`.
pub(super) fn trials(asked: &str, routes: &[Route<'_>]) -> Vec<Trial> {
    let mut trials = vec![Trial::AlreadyThere; routes.len()];
    for (place, (expression, index)) in locations(routes).into_iter().enumerate() {
        let Some(trial) = trials.get_mut(index) else { continue };
        if matches!(trial, Trial::Matches(_)) {
            continue;
        }
        *trial = match matches(&expression, asked) {
            Some(true) => Trial::Matches(place),
            Some(false) => Trial::Differs,
            None => Trial::Unreadable,
        };
    }
    trials
}

/// The expressions in the order in which they are tried, each with its route.
///
/// `updateServerLocations` in
/// <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/location.go>
fn locations(routes: &[Route<'_>]) -> Vec<(String, usize)> {
    let paths =
        || routes.iter().enumerate().filter_map(|(index, route)| Some((index, route.entry, route.path?)));
    let is_exact = |path| kind(path, Dialect::IngressNginx) == Kind::Exact;
    let exact: HashSet<_> =
        paths().filter(|(_, _, path)| is_exact(path)).map(|(_, _, path)| path.effective()).collect();
    let mut seen = HashSet::new();
    let mut locations = Vec::new();
    for (index, entry, path) in paths() {
        let text = path.effective();
        if !seen.insert((text, kind(path, Dialect::IngressNginx))) {
            continue;
        }
        if text == "/" || is_exact(path) || entry.nginx.makes_expression(path) {
            locations.push((text.to_owned(), index));
            continue;
        }
        locations.push((format!("{}/", without_final_slash(text)), index));
        if !exact.contains(text) {
            locations.push((text.to_owned(), index));
        }
    }
    locations.sort_by(|(one, _), (other, _)| {
        (Reverse(one.len()), Reverse(one)).cmp(&(Reverse(other.len()), Reverse(other)))
    });
    locations
}

/// Whether the expression matches; none if it cannot be read.
fn matches(expression: &str, asked: &str) -> Option<bool> {
    let begins = |text: &str| asked.get(..text.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(text));
    // A dot is any letter here.
    let literal = literal_beginning(expression).split('.').next().unwrap_or_default();
    if !begins(literal) {
        return Some(false);
    }
    if literal.len() == expression.len() {
        return Some(true);
    }
    compile(expression).map(|regex| regex.is_match(asked))
}

/// The expression as NGINX tries it; none if it cannot be read here.
pub(crate) fn compile(expression: &str) -> Option<regex_lite::Regex> {
    let anchored = format!("^{}", expression.strip_prefix('^').unwrap_or(expression));
    RegexBuilder::new(&anchored).case_insensitive(true).size_limit(LARGEST_EXPRESSION).build().ok()
}
