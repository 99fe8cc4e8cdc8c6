//! What reasons and verdicts are called in a few words, and an answer in one sentence.

use kube_ingress_dash_insight::Explanation;
use kube_ingress_dash_insight::route::{Dialect, Outcome, Ranking, Reason, Verdict};

/// The class of a ranking.
pub(super) fn class(class: Option<&str>) -> &str {
    class.unwrap_or("No class")
}

/// By whose rules a ranking is made.
pub(super) const fn dialect(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Specification => "by the rules of the Ingress specification",
        Dialect::IngressNginx => "by the rules of ingress-nginx",
    }
}

/// What a step is about.
pub(super) const fn subject(reason: Reason) -> &'static str {
    match reason {
        Reason::ExactHost | Reason::WildcardHost | Reason::AnyHost | Reason::NoHost => "Host",
        Reason::RegularExpressions | Reason::LongestExpression => "Expression",
        Reason::MatchingPath | Reason::NoPath | Reason::CertainMatch => "Path",
        Reason::LongestPath => "Length",
        Reason::ExactPath => "Path type",
        Reason::Oldest => "Age",
        Reason::FirstInIngress => "Order",
        Reason::Canary => "Canary",
        Reason::DefaultBackend | Reason::ControllerDefault => "Default",
    }
}

/// Why a rule does not answer.
pub(super) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Wins => "answers",
        Verdict::Shares => "takes a part of the requests",
        Verdict::Younger => "equal, but its Ingress is younger",
        Verdict::LaterInIngress => "equal, but later in the same Ingress",
        Verdict::PrefixBesideExact => "a Prefix, beside an Exact path",
        Verdict::RootOfDefaultBackend => "/ of any host, which the default backend takes",
        Verdict::ShorterPath => "matches, but a longer path answers",
        Verdict::LaterExpression => "matches, but is tried later",
        Verdict::MayMatch => "matches only if the controller reads it so",
        Verdict::CanaryOfAnother => "a canary of another rule",
        Verdict::BackendIsNoService => "its backend is no Service",
        Verdict::UnreadableExpression => "its expression cannot be read here",
        Verdict::LessSpecificHost => "matches, but its host is less specific",
        Verdict::PathDiffers => "its path does not match",
        Verdict::NoPaths => "has no paths",
        Verdict::DefaultBackendNotAsked => "a default backend, which is not asked",
    }
}

/// The site that a rule is written on.
pub(super) fn site(url: &str) -> &str {
    url.split('/').nth(2).unwrap_or(url)
}

/// The answer in a sentence, to be read out.
pub(super) fn summary(explanation: &Explanation) -> String {
    let of = |ranking: &Ranking| {
        let class = class(ranking.class.as_deref());
        match &ranking.outcome {
            Outcome::Route { ingress, backend, .. } => format!("{class}: {ingress} answers with {backend}."),
            Outcome::DefaultBackend { ingress, backend } => {
                format!("{class}: the default backend of {ingress} answers with {backend}.")
            }
            Outcome::ControllerDefault => format!("{class}: no Ingress answers."),
        }
    };
    match explanation.rankings.as_slice() {
        [] => "No Ingress answers.".to_owned(),
        rankings => rankings.iter().map(of).collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_of_a_source_is_named() {
        assert_eq!(site("https://kubernetes.io/docs/concepts/#path-types"), "kubernetes.io");
        assert_eq!(site("nowhere"), "nowhere");
    }
}
