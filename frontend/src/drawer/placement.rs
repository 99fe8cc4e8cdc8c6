//! Beside what a finding is shown: the rule or the path that it is about, the certificates, or nothing in particular.

use kube_ingress_dash_model::finding::{Evidence, Finding};
use kube_ingress_dash_model::ingress::{Ingress, Rule};

/// Beside what it is shown, in the order of the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Above the rules.
    Apart,
    /// The rule at this index and, where it is about one, the path of it.
    Rule(usize, Option<usize>),
    /// The certificates.
    Tls,
}

/// Findings, each with its place; in the order of the drawer, the worst first at each place.
pub struct Placed<'a>(Vec<(Place, &'a Finding)>);

impl<'a> Placed<'a> {
    /// Finds the place of each.
    pub fn beside(ingress: &Ingress, findings: &'a [Finding]) -> Self {
        let mut placed: Vec<_> = findings.iter().map(|finding| (place(ingress, finding), finding)).collect();
        placed.sort_by_key(|(place, finding)| (*place, finding.severity));
        Self(placed)
    }

    /// The findings of a place, each with whether what to do is said here for the first time.
    pub fn at(&self, place: Place) -> impl Iterator<Item = (&'a Finding, bool)> {
        let is_first =
            |index: usize| self.0[..index].iter().all(|(_, other)| other.remedy != self.0[index].1.remedy);
        let own = self.0.iter().enumerate().filter(move |(_, (own, _))| *own == place);
        own.map(move |(index, (_, finding))| (*finding, is_first(index)))
    }
}

fn place(ingress: &Ingress, finding: &Finding) -> Place {
    let beside_rule = finding.evidence.iter().find_map(|evidence| rule(ingress, evidence));
    let is_of_tls = |evidence: &Evidence| evidence.secret.is_some() || evidence.host.is_some();
    match beside_rule {
        Some(place) => place,
        None if finding.evidence.iter().any(is_of_tls) => Place::Tls,
        None => Place::Apart,
    }
}

fn rule(ingress: &Ingress, evidence: &Evidence) -> Option<Place> {
    let asked = evidence.host.as_deref()?;
    let is_for = |rule: &Rule| rule.host.as_deref().unwrap_or("*").eq_ignore_ascii_case(asked);
    let rules = || ingress.rules.iter().enumerate().filter(|(_, rule)| is_for(rule));
    let of_path = evidence.path.as_ref().and_then(|asked| {
        rules().find_map(|(index, rule)| {
            let path = rule.paths.iter().position(|path| path.path == *asked)?;
            Some(Place::Rule(index, Some(path)))
        })
    });
    of_path.or_else(|| rules().next().map(|(index, _)| Place::Rule(index, None)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::finding::{FindingKind, Severity};
    use kube_ingress_dash_model::key::IngressKey;

    use crate::sample;

    fn finding(severity: Severity, evidence: Vec<Evidence>) -> Finding {
        Finding {
            ingress: IngressKey::new("shop", "web"),
            kind: FindingKind::RouteShadowed,
            severity,
            sentence: String::new(),
            evidence,
            remedy: "Do it.".into(),
        }
    }

    fn place_of(evidence: Evidence) -> Place {
        place(&sample::ingress("shop", "web"), &finding(Severity::Error, vec![evidence]))
    }

    #[test]
    fn a_finding_stands_beside_what_it_is_about() {
        let two = || Evidence::host("TWO.example.com");
        assert_eq!(place_of(two().path("/")), Place::Rule(1, Some(0)));
        assert_eq!(place_of(two()), Place::Rule(1, None));
        assert_eq!(place_of(two().path("/gone")), Place::Rule(1, None));
        assert_eq!(place_of(Evidence::host("*")), Place::Rule(2, None));
        assert_eq!(place_of(Evidence::host("unused.example.com").secret(Some("one-tls"))), Place::Tls);
        assert_eq!(place_of(Evidence::annotation("kubernetes.io/ingress.class")), Place::Apart);
    }

    #[test]
    fn the_worst_comes_first_and_what_to_do_is_said_once() {
        let at = |severity| finding(severity, vec![Evidence::host("one.example.com")]);
        let findings = [at(Severity::Notice), at(Severity::Error), finding(Severity::Notice, Vec::new())];
        let placed = Placed::beside(&sample::ingress("shop", "web"), &findings);
        let of = |place| placed.at(place).map(|(one, says)| (one.severity, says)).collect::<Vec<_>>();
        assert_eq!(of(Place::Apart), [(Severity::Notice, true)]);
        assert_eq!(of(Place::Rule(0, None)), [(Severity::Error, false), (Severity::Notice, false)]);
        assert_eq!(of(Place::Tls), []);
    }
}
