use super::*;
use crate::ingress::{Backend, HttpPath, Rule, Tls};
use crate::sample::ingress;

fn row(name: &str, host: Option<&str>, paths: &[&str]) -> Arc<Ingress> {
    let backend = Backend::Service { service: "web".to_owned(), port: "80".to_owned() };
    let path = |path: &&str| HttpPath {
        path: (*path).to_owned(),
        path_type: "Prefix".to_owned(),
        backend: backend.clone(),
    };
    let mut row = ingress("shop", name);
    row.uid = name.to_owned();
    row.tls = Vec::new();
    row.annotations.clear();
    row.rules = vec![Rule { host: host.map(str::to_owned), paths: paths.iter().map(path).collect() }];
    Arc::new(row)
}

fn with(row: &Arc<Ingress>, change: impl FnOnce(&mut Ingress)) -> Arc<Ingress> {
    let mut row = Ingress::clone(row);
    change(&mut row);
    Arc::new(row)
}

fn tree(rows: &[Arc<Ingress>]) -> Domains {
    let mut domains = Domains::default();
    for row in rows {
        domains.insert(row);
    }
    domains
}

fn counts(domains: &Domains) -> (usize, usize, usize, usize) {
    let Totals { hosts, paths, collisions, without_tls } =
        Totals::of(&domains.lines(&HashSet::new(), "", false));
    (hosts, paths, collisions, without_tls)
}

fn labels(domains: &Domains, unfolded: &HashSet<Node>, wanted: &str, only_troubled: bool) -> Vec<String> {
    let label = |line: &Line| match line {
        Line::Node { node, .. } => node.label().to_owned(),
        Line::Claim(claim) => claim.path().map_or_else(String::new, |path| path.path.clone()),
    };
    domains.lines(unfolded, wanted, only_troubled).iter().map(label).collect()
}

fn all_nodes(domains: &Domains) -> HashSet<Node> {
    let mut unfolded = HashSet::new();
    for _ in 0..2 {
        let nodes = domains.lines(&unfolded, "", false).into_iter().filter_map(|line| match line {
            Line::Node { node, .. } => Some(node),
            Line::Claim(_) => None,
        });
        unfolded.extend(nodes.collect::<Vec<_>>());
    }
    unfolded
}

#[test]
fn a_domain_has_hosts_and_these_have_paths() {
    let domains = tree(&[
        row("web", Some("Shop.example.com"), &["/cart", "/"]),
        row("pay", Some("pay.example.com"), &["/"]),
        row("all", None, &["/"]),
        row("bare", Some("example.com"), &[]),
    ]);
    assert_eq!(labels(&domains, &HashSet::new(), "", false), ["any host", "example.com"]);
    let whole =
        ["any host", "any host", "/", "example.com", "example.com", "", "pay", "/", "shop", "/", "/cart"];
    assert_eq!(labels(&domains, &all_nodes(&domains), "", false), whole);
    assert_eq!(labels(&domains, &HashSet::new(), "pay", false), ["example.com", "pay"]);
}

#[test]
fn the_same_path_in_two_ingresses_of_a_class_is_a_collision() {
    let host = Some("shop.example.com");
    let (one, other) = (row("one", host, &["/cart", "/"]), row("other", host, &["/cart"]));
    assert_eq!(counts(&tree(&[one.clone(), other.clone()])), (1, 3, 1, 1));
    let of_another_class = with(&other, |row| row.class = Some("another".to_owned()));
    assert_eq!(counts(&tree(&[one.clone(), of_another_class])), (1, 3, 0, 1));
    let canary = with(&other, |row| {
        row.annotations.insert("nginx.ingress.kubernetes.io/canary".to_owned(), "true".to_owned());
    });
    assert_eq!(counts(&tree(&[one, canary])), (1, 3, 0, 1));
}

#[test]
fn a_host_has_tls_where_any_of_its_ingresses_names_it() {
    let host = Some("shop.example.com");
    let (one, other) = (row("one", host, &["/cart"]), row("other", host, &["/"]));
    let named =
        with(&other, |row| row.tls = vec![Tls { hosts: vec!["*.example.com".to_owned()], secret: None }]);
    assert_eq!(counts(&tree(&[one.clone(), other])).3, 1);
    let domains = tree(&[one, named, row("pay", Some("pay.example.com"), &["/"])]);
    assert_eq!(counts(&domains).3, 1);
    assert_eq!(labels(&domains, &all_nodes(&domains), "", true), ["example.com", "pay", "/"]);
}

#[test]
fn a_tree_that_was_kept_up_is_one_that_is_made_anew() {
    let rows = [
        row("one", Some("shop.example.com"), &["/cart", "/"]),
        row("other", Some("shop.example.com"), &["/cart"]),
        row("pay", Some("pay.example.org"), &["/"]),
    ];
    let mut domains = tree(&rows);
    let moved = with(&rows[1], |row| row.rules[0].host = Some("new.example.net".to_owned()));
    domains.apply(&Change::to(Some(rows[1].clone()), moved.clone()));
    domains.apply(&Change::Removed(rows[2].clone()));
    let anew = tree(&[rows[0].clone(), moved]);
    let nodes = all_nodes(&anew);
    assert_eq!(domains.lines(&nodes, "", false), anew.lines(&nodes, "", false));
    assert_eq!(counts(&domains), counts(&anew));
}
