//! Which host and path of an Ingress are shown first: those that the query is about.

use crate::ingress::{HttpPath, Ingress, Rule};
use crate::url::HostFit;

use super::condition::Condition;
use super::{Query, Term};

/// What is shown of the rules where there is room for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// None is any host.
    pub host: Option<&'a str>,
    /// A path of this host; none if it has no path.
    pub path: Option<&'a HttpPath>,
}

/// How much a host and a path are what the query asks for; more is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Score {
    /// Terms that are true of the host or of the path.
    terms: usize,
    /// Terms that are true of the host.
    host: usize,
    /// How well the host fits a URL.
    url: u8,
    /// How much of the URL's path is written out.
    length: usize,
}

/// The first host and path that are most of what the query asks for; none if the Ingress has no rules.
pub fn shown<'a>(ingress: &'a Ingress, query: &Query) -> Option<Shown<'a>> {
    let mut best: Option<(Score, &Rule, Option<&HttpPath>)> = None;
    for rule in &ingress.rules {
        let without_path = rule.paths.is_empty().then_some(None);
        for path in rule.paths.iter().map(Some).chain(without_path) {
            let score = score(query, rule, path);
            if best.is_none_or(|(highest, ..)| score > highest) {
                best = Some((score, rule, path));
            }
        }
    }
    let (_, rule, path) = best?;
    let of_host = || {
        let mut rules = ingress.rules.iter().filter(|other| other.host == rule.host);
        rules.find_map(|rule| rule.paths.first())
    };
    Some(Shown { host: rule.host.as_deref(), path: path.or_else(of_host) })
}

fn score(query: &Query, rule: &Rule, path: Option<&HttpPath>) -> Score {
    let mut score = Score::default();
    for term in query.terms() {
        let (mut by_host, mut by_path) = (false, false);
        for condition in Term::wanted(term) {
            match condition {
                Condition::Words(words) => {
                    by_host |= words.match_host(rule.host.as_deref());
                    by_path |= path.is_some_and(|path| words.match_route(&path.path, &path.backend));
                }
                Condition::Url(url) => {
                    let host = url.host_fit(rule.host.as_deref());
                    if let Some(host) = host.filter(|_| path.is_none_or(|path| url.path_fit(path).is_some()))
                    {
                        by_host = true;
                        score.url = match host {
                            HostFit::Exact => 2,
                            HostFit::Wildcard => 1,
                            HostFit::Any => 0,
                        };
                        score.length = path.map_or(0, |path| path.path.len());
                    }
                }
                _ => {}
            }
        }
        score.terms += usize::from(by_host || by_path);
        score.host += usize::from(by_host);
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingress::Backend;
    use crate::sample::ingress;

    fn rule(host: Option<&str>, paths: &[&str]) -> Rule {
        let path = |path: &&str| HttpPath {
            path: (*path).to_owned(),
            path_type: "Prefix".to_owned(),
            backend: Backend::Service {
                service: format!("to{}", path.replace('/', "-")),
                port: "80".to_owned(),
            },
        };
        Rule { host: host.map(str::to_owned), paths: paths.iter().map(path).collect() }
    }

    fn sample() -> Ingress {
        let mut web = ingress("shop", "web");
        web.rules = vec![
            rule(Some("one.example.com"), &["/", "/basket"]),
            rule(Some("two.example.com"), &["/", "/cart"]),
            rule(Some("*.wild.example.com"), &["/"]),
            rule(None, &["/cart/old"]),
        ];
        web
    }

    fn of(query: &str) -> (Option<String>, Option<String>) {
        let ingress = sample();
        let shown = shown(&ingress, &Query::parse(query)).unwrap();
        (shown.host.map(str::to_owned), shown.path.map(|path| path.path.clone()))
    }

    #[test]
    fn the_host_and_the_path_are_those_that_the_query_is_about() {
        for (query, host, path) in [
            ("", Some("one.example.com"), "/"),
            ("nginx", Some("one.example.com"), "/"),
            ("two", Some("two.example.com"), "/"),
            ("cart", Some("two.example.com"), "/cart"),
            ("path:cart", Some("two.example.com"), "/cart"),
            ("svc:to-basket", Some("one.example.com"), "/basket"),
            ("svc:basket:80", Some("one.example.com"), "/basket"),
            ("host:example.com path:/cart", Some("two.example.com"), "/cart"),
            ("-host:one cart", Some("two.example.com"), "/cart"),
            ("host:a.wild.example.com", Some("*.wild.example.com"), "/"),
            ("https://two.example.com/cart/1?x=1", Some("two.example.com"), "/cart"),
            ("https://b.wild.example.com/a", Some("*.wild.example.com"), "/"),
            ("https://other.example/cart/old/1", None, "/cart/old"),
        ] {
            assert_eq!(of(query), (host.map(str::to_owned), Some(path.to_owned())), "{query}");
        }
    }

    #[test]
    fn a_host_without_paths_has_none_unless_another_rule_of_it_has() {
        let mut web = ingress("shop", "web");
        web.rules = vec![rule(Some("a.example.com"), &[])];
        assert_eq!(shown(&web, &Query::default()), Some(Shown { host: Some("a.example.com"), path: None }));
        web.rules.push(rule(Some("b.example.com"), &["/b"]));
        web.rules.push(rule(Some("a.example.com"), &["/a"]));
        let shown_path = shown(&web, &Query::default()).and_then(|shown| shown.path);
        assert_eq!(shown_path.map(|path| path.path.as_str()), Some("/a"));
        web.rules.clear();
        assert_eq!(shown(&web, &Query::default()), None);
    }
}
