//! Paths as regular expressions, as ingress-nginx makes them: all paths of a host, in one order.
//!
//! Once an Ingress asks for it, every path of the host becomes `location ~* "^PATH"`, whatever its type: without regard
//! to case, and open at its end. NGINX takes the first that matches; they are ordered by the length of the paths, the
//! longest first.
//! <https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/>

use kube_ingress_dash_model::url::literal_beginning;
use regex_lite::RegexBuilder;

use super::location::Location;

/// The sizes, in bytes, to which expressions of a cluster's users are compiled: most need no more than the smallest, and
/// none may have more than the largest.
const SIZES: [usize; 2] = [1 << 12, 1 << 15];
/// What a state of a compiled expression has of its size, in bytes, about.
const STATE: usize = 32;
/// How many states may be tried at letters in one explanation: a fraction of a second, however many expressions there
/// are.
const MOST_STEPS: usize = 30_000_000;

/// What one explanation may still spend on expressions. Those for which nothing is left cannot be read.
#[derive(Debug)]
pub(super) struct Budget {
    steps: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: MOST_STEPS }
    }
}

impl Budget {
    /// Whether the expression matches; none if it cannot be read.
    fn matches(&mut self, expression: &str, asked: &str) -> Option<bool> {
        if is_read_otherwise(expression) {
            return None;
        }
        SIZES.into_iter().find_map(|size| {
            let cost = expression.len() + (size / STATE) * (asked.len() + 1);
            self.steps = self.steps.checked_sub(cost)?;
            compile(expression, size).map(|regex| regex.is_match(asked))
        })
    }
}

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
pub(super) fn trials(asked: &str, locations: &[Location], routes: usize, budget: &mut Budget) -> Vec<Trial> {
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
        *trial = match matches(&location.path, asked, budget) {
            Some(true) if is_over => Trial::TooLate,
            Some(true) => Trial::Matches(place),
            Some(false) => Trial::Differs,
            None => Trial::Unreadable,
        };
    }
    trials
}

/// Whether the expression matches; none if it cannot be read.
fn matches(expression: &str, asked: &str, budget: &mut Budget) -> Option<bool> {
    let begins = |text: &str| asked.get(..text.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(text));
    // A dot is any letter here.
    let literal = literal_beginning(expression).split('.').next().unwrap_or_default();
    if !begins(literal) {
        return Some(false);
    }
    if literal.len() == expression.len() {
        return Some(true);
    }
    budget.matches(expression, asked)
}

/// The expression as NGINX tries it; none if it cannot be read here or is larger.
fn compile(expression: &str, size: usize) -> Option<regex_lite::Regex> {
    let anchored = format!("^{}", expression.strip_prefix('^').unwrap_or(expression));
    RegexBuilder::new(&anchored).case_insensitive(true).size_limit(size).build().ok()
}

/// Whether NGINX's library reads it as something else than the one here, or refuses what is read here: a quantifier of
/// a quantifier, which is possessive or an error there, and escapes and groups of other meanings.
///
/// <https://www.pcre.org/current/doc/html/pcre2pattern.html>
fn is_read_otherwise(expression: &str) -> bool {
    let (mut is_in_class, mut is_quantified, mut before) = (false, false, '\0');
    let mut letters = expression.chars();
    while let Some(letter) = letters.next() {
        let is_group = before == '(' && letter == '?';
        match letter {
            '\\' => {
                if letters.next().is_some_and(|escaped| matches!(escaped, 'u' | 'U' | '<' | '>')) {
                    return true;
                }
                is_quantified = false;
            }
            '[' => is_in_class = true,
            ']' => (is_in_class, is_quantified) = (false, false),
            '*' | '+' if !is_in_class && is_quantified => return true,
            '*' | '+' | '}' if !is_in_class => is_quantified = true,
            '?' if !is_in_class => is_quantified = !is_group,
            'R' if before == '?' => return true,
            _ => is_quantified = false,
        }
        // What is escaped begins nothing.
        before = if letter == '(' || is_group { letter } else { '\0' };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nginx_reads_in_another_way_is_not_read_here() {
        for expression in
            ["/api/**", "/z+*", "/n\\u0061", "/u++u", "/p*+p", "/k(?R)k", "/a\\<b", "/l\\>", "/a{2}+", "/a?+"]
        {
            assert_eq!(Budget::default().matches(expression, "/"), None, "{expression}");
        }
        for expression in
            ["/(.*)", "/a+?", "/a??b", "/(?:a|b)+", "/[*+]+", "/a\\+*", "/(?i)R", "/a{2}?", "/a\\(?R"]
        {
            assert!(Budget::default().matches(expression, "/").is_some(), "{expression}");
        }
    }
}
