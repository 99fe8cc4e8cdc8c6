//! What operators are given, held against the program: every metric and label that the dashboard and the alerts name is
//! in a real scrape, and every alert leads to its part of the runbook.

use std::collections::{BTreeMap, BTreeSet};

use kube_ingress_dash_model::event::ResetReason;
use regex_lite::Regex;
use serde_json::Value;

use crate::listening::Listening;
use crate::program::Program;
use crate::simulated::{cluster, detail};

const DASHBOARD: &str = include_str!("../../../../dashboards/kube-ingress-dash.json");
const ALERTS: &str = include_str!("../../../../helm/kube-ingress-dash/files/alerts.yaml");
const RUNBOOK: &str = include_str!("../../../../docs/runbook.md");

/// Labels that Prometheus adds, and that of the buckets.
const FOREIGN: [&str; 3] = ["instance", "job", "le"];

/// The labels of each metric with the values that were seen.
type Scrape = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

/// What the program tells once everything has happened to it that its metrics count.
async fn scrape() -> Scrape {
    let simulator = cluster().await;
    let nowhere = ["--redis-url", "redis://127.0.0.1:1"];
    let program = Program::ready(&simulator.kubeconfig(), &nowhere).await;
    assert_eq!(program.get(&detail(3)).await.status, 200);
    let mut stream = Listening::with_room(&program).await;
    stream.until("event: ready").await;
    let failed = "kube_ingress_dash_redis_failures_total";
    program.until("Redis fails", async || program.get("/metrics").await.body.contains(failed)).await;

    let (sample, label) = (regex(r"^(\w+)(?:\{(.*)\})? \S+$"), regex(r#"(\w+)="([^"]*)""#));
    let mut scrape = Scrape::new();
    for sample in program.get("/metrics").await.body.lines().filter_map(|line| sample.captures(line)) {
        let labels = scrape.entry(sample[1].to_owned()).or_default();
        for label in label.captures_iter(sample.get(2).map_or("", |labels| labels.as_str())) {
            labels.entry(label[1].to_owned()).or_default().insert(label[2].to_owned());
        }
    }
    let resets = scrape.get_mut("kube_ingress_dash_stream_resets_total").unwrap();
    // A client that is too slow is another test's.
    resets.get_mut("reason").unwrap().insert(ResetReason::Overflow.as_str().to_owned());
    scrape
}

/// What a query names that the program does not tell.
fn unknown(query: &str, scrape: &Scrape) -> Vec<String> {
    let metric = regex(r"(kube_ingress_dash_\w+)(?:\{([^}]*)\})?");
    let matcher = regex(r#"(\w+) *(=~|!~|!=|=) *"([^"]*)""#);
    let grouping = regex(r"\b(?:by|without) *\(([^)]*)\)");
    let mut unknown = Vec::new();
    let mut labels = BTreeSet::new();
    for metric in metric.captures_iter(query) {
        let Some(known) = scrape.get(&metric[1]) else {
            unknown.push(metric[1].to_owned());
            continue;
        };
        labels.extend(known.keys().map(String::as_str));
        for matcher in matcher.captures_iter(metric.get(2).map_or("", |matchers| matchers.as_str())) {
            let is_regex = matcher[2].ends_with('~');
            let is_known = match known.get(&matcher[1]) {
                Some(values) => is_regex || values.contains(&matcher[3]),
                None => FOREIGN.contains(&&matcher[1]),
            };
            if !is_known {
                unknown.push(format!("{}{{{}}}", &metric[1], &matcher[0]));
            }
        }
    }
    for list in grouping.captures_iter(query) {
        let names = list[1].split(',').map(str::trim).map(str::to_owned);
        unknown.extend(
            names.filter(|name| !labels.contains(name.as_str()) && !FOREIGN.contains(&name.as_str())),
        );
    }
    unknown
}

/// Each query of the dashboard with its legend, as one text.
fn dashboard_queries() -> Vec<String> {
    fn collect(value: &Value, queries: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let text = |name: &str| fields.get(name).and_then(Value::as_str);
                queries.extend(text("expr").map(|query| {
                    let legend = text("legendFormat").unwrap_or_default();
                    // A label of the legend is one that the query must keep.
                    let of_legend = regex(r"\{\{(\w+)\}\}").replace_all(legend, " by ($1)").into_owned();
                    format!("{query}{of_legend}")
                }));
                queries.extend(text("query").filter(|query| query.contains('(')).map(str::to_owned));
                fields.values().for_each(|field| collect(field, queries));
            }
            Value::Array(values) => values.iter().for_each(|value| collect(value, queries)),
            _ => {}
        }
    }
    let mut queries = Vec::new();
    collect(&serde_json::from_str(DASHBOARD).unwrap(), &mut queries);
    queries
}

/// Each alert's part of the file.
fn alerts() -> Vec<&'static str> {
    ALERTS.split("\n      - alert: ").skip(1).collect()
}

#[tokio::test]
async fn every_metric_and_label_of_the_dashboard_and_the_alerts_is_told() {
    let scrape = scrape().await;
    let (queries, alerts) = (dashboard_queries(), alerts());
    assert!(queries.len() > 20 && alerts.len() > 10, "{} queries, {} alerts", queries.len(), alerts.len());
    for query in queries.iter().map(String::as_str).chain(alerts) {
        assert_eq!(unknown(query, &scrape), Vec::<String>::new(), "{query}");
        assert!(query.contains("kube_ingress_dash_"), "{query}");
    }
}

#[test]
fn what_is_not_told_is_found() {
    let values = BTreeSet::from(["live".to_owned()]);
    let labels = BTreeMap::from([("state".to_owned(), values)]);
    let scrape = Scrape::from([("kube_ingress_dash_watches".to_owned(), labels)]);
    for (query, expected) in [
        ("sum by (state) (kube_ingress_dash_watches{state=\"live\", instance=~\".+\"})", ""),
        ("kube_ingress_dash_watch > 0", "kube_ingress_dash_watch"),
        ("kube_ingress_dash_watches{state=\"dead\"}", "kube_ingress_dash_watches{state=\"dead\"}"),
        ("kube_ingress_dash_watches{phase!~\"a.*\"}", "kube_ingress_dash_watches{phase!~\"a.*\"}"),
        ("sum by (state, namespace) (kube_ingress_dash_watches)", "namespace"),
    ] {
        assert_eq!(unknown(query, &scrape).join(" "), expected, "{query}");
    }
}

#[test]
fn every_alert_leads_to_its_part_of_the_runbook() {
    let headings: BTreeSet<_> = RUNBOOK
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    let page = "https://github.com/kube-ingress-dash/kube-ingress-dash/blob/main/docs/runbook.md#";
    for alert in alerts() {
        let name = alert.lines().next().unwrap();
        let (_, anchor) = alert.split_once(page).unwrap_or_else(|| panic!("{name} leads nowhere"));
        let anchor = anchor.lines().next().unwrap();
        assert!(headings.contains(anchor), "{name} leads to {anchor}, which is none of {headings:?}");
        assert!(RUNBOOK.contains(&format!("`{name}`")), "the runbook does not name {name}");
    }
}
