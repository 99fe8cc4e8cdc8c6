//! Holds each example of `docs/query.md` against the parser, with the Ingresses of its table.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::finding::{FindingKind, Severity};
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule, Tls};
use kube_ingress_dash_model::query::Query;

const DOCUMENT: &str = include_str!("../../../docs/query.md");

fn now() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

/// What is between backticks in a cell.
fn values(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn time_ago(cell: &str) -> Option<Timestamp> {
    let time = values(cell).first()?.parse::<jiff::SignedDuration>();
    // The times of durations end with hours.
    let days = || values(cell)[0].strip_suffix('d').unwrap().parse::<i64>().unwrap();
    let ago = time.unwrap_or_else(|_| jiff::SignedDuration::from_hours(24 * days()));
    Some(now() - ago)
}

fn rule(route: &str, service: &str) -> Rule {
    let slash = route.find('/').unwrap();
    let (host, path) = route.split_at(slash);
    let (service, port) = service.split_once(':').unwrap();
    Rule {
        host: (host != "*").then(|| host.to_owned()),
        paths: vec![HttpPath {
            path: path.to_owned(),
            path_type: "Prefix".to_owned(),
            backend: Backend::Service { service: service.to_owned(), port: port.to_owned() },
        }],
    }
}

fn ingress(line: &str) -> Ingress {
    let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
    let [key, class, rules, tls, address, labels, age, changed, findings] = cells[..] else {
        panic!("{line}")
    };
    let (namespace, name) = values(key)[0].split_once('/').unwrap();
    Ingress {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        uid: String::new(),
        resource_version: String::new(),
        created_at: time_ago(age),
        changed_at: time_ago(changed),
        class: values(class).first().map(|class| (*class).to_owned()),
        rules: values(rules).chunks(2).map(|pair| rule(pair[0], pair[1])).collect(),
        default_backend: None,
        tls: values(tls)
            .chunks(2)
            .map(|pair| Tls { hosts: vec![pair[0].to_owned()], secret: Some(pair[1].to_owned()) })
            .collect(),
        addresses: values(address).into_iter().map(str::to_owned).collect(),
        labels: values(labels)
            .into_iter()
            .map(|label| label.split_once('=').unwrap())
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
        annotations: [].into(),
        findings: values(findings)
            .chunks(2)
            .map(|pair| (Severity::named(pair[0]).unwrap(), FindingKind::named(pair[1]).unwrap()))
            .collect(),
    }
}

fn rows() -> Vec<Ingress> {
    let is_row = |line: &&str| {
        values(line).first().is_some_and(|first| first.contains('/') && line.starts_with("| `"))
    };
    DOCUMENT
        .lines()
        .skip_while(|line| !line.starts_with("| Ingress"))
        .take_while(|line| !line.is_empty())
        .filter(is_row)
        .map(ingress)
        .collect()
}

/// The examples of blocks of this kind: a text, and what it leads to.
fn examples(kind: &str) -> Vec<(&'static str, &'static str)> {
    let fence = format!("```{kind}\n");
    let blocks = DOCUMENT.split(fence.as_str()).skip(1).map(|block| block.split("```").next().unwrap());
    let examples: Vec<_> =
        blocks.flat_map(str::lines).map(|line| line.split_once("  ").expect(line)).collect();
    assert!(!examples.is_empty(), "{kind}");
    examples.into_iter().map(|(text, result)| (text, result.trim())).collect()
}

#[test]
fn examples_find_what_they_say() {
    let rows = rows();
    assert_eq!(rows.len(), 4);
    for (text, expected) in examples("text") {
        let query = Query::parse(text);
        assert!(query.problems().is_empty(), "{text}: {:?}", query.problems());
        let mut found: Vec<&Ingress> = rows.iter().filter(|row| query.matches(row, now())).collect();
        found.sort_by_key(|row| query.rank(row));
        let found: Vec<String> = found.into_iter().map(|row| row.key().to_string()).collect();
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join(" ") };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn mistakes_and_hints_are_told_as_they_say() {
    for (text, expected) in examples("mistakes") {
        let query = Query::parse(text);
        assert_eq!(
            query.problems().iter().map(ToString::to_string).collect::<Vec<_>>(),
            [expected],
            "{text}"
        );
        assert!(query.is_empty(), "{text}");
    }
    for (text, expected) in examples("hints") {
        let query = Query::parse(text);
        assert_eq!(query.hints().iter().map(ToString::to_string).collect::<Vec<_>>(), [expected], "{text}");
    }
}
