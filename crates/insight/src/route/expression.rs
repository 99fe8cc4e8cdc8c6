//! Paths as regular expressions, as ingress-nginx makes them: all paths of a host, in one order.
//!
//! Once an Ingress asks for it, every path of the host becomes `location ~* "^PATH"`, whatever its type: without regard
//! to case, and open at its end. NGINX takes the first that matches; they are ordered by the length of the paths, the
//! longest first.
//! <https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/>

use kube_ingress_dash_model::url::literal_beginning;
use regex_lite::RegexBuilder;

use super::location::Location;

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
    /// It matches, and comes after the location that every host has.
    TooLate,
    /// The same path is there in the same type, and this one is left out.
    AlreadyThere,
}

/// What each route answers, by its place among the routes of the locations.
pub(super) fn trials(asked: &str, locations: &[Location], routes: usize) -> Vec<Trial> {
    let mut trials = vec![Trial::AlreadyThere; routes];
    let mut is_over = false;
    for (place, location) in locations.iter().enumerate() {
        let Some(trial) = location.route.and_then(|index| trials.get_mut(index)) else {
            // The location that every host has matches everything.
            is_over = true;
            continue;
        };
        if matches!(trial, Trial::Matches(_)) {
            continue;
        }
        *trial = match matches(&location.path, asked) {
            Some(true) if is_over => Trial::TooLate,
            Some(true) => Trial::Matches(place),
            Some(false) => Trial::Differs,
            None => Trial::Unreadable,
        };
    }
    trials
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
