//! Which Ingress answers, written down plainly: every rule is looked at, and nothing is kept.

use std::cmp::Reverse;

use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress};

/// What answers for one class, and the canaries of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    Route { ingress: String, path: String, backend: Backend, canaries: Vec<String> },
    Default { ingress: String, backend: Backend },
    Controller,
}

#[derive(Clone, Copy)]
struct Route<'a> {
    row: &'a Ingress,
    host: Option<&'a str>,
    path: Option<&'a HttpPath>,
    level: u8,
}

/// What answers for each class; those that have nothing to do with the host are left out. The class `public` is served
/// by ingress-nginx and `internal` by another controller; whoever serves those without a class is told by annotations.
pub(crate) fn answers(host: &str, path: &str, rows: &[Ingress]) -> Vec<(Option<String>, Answer)> {
    let host = host.to_lowercase();
    let mut classes: Vec<_> = rows.iter().map(|row| row.class.clone()).collect();
    classes.sort();
    classes.dedup();
    let mut answers = Vec::new();
    for class in classes {
        let mut concerned: Vec<&Ingress> = rows
            .iter()
            .filter(|row| row.class == class)
            .filter(|row| row.default_backend.is_some() || is_concerned(row, &host))
            .collect();
        concerned.sort_by_key(|row| (row.created_at, Reverse(format!("{}/{}", row.namespace, row.name))));
        let is_nginx = match class.as_deref() {
            Some("public") => true,
            Some(_) => false,
            None => concerned
                .iter()
                .filter(|row| is_concerned(row, &host))
                .any(|row| row.annotations.keys().any(|key| key.starts_with("nginx.ingress.kubernetes.io/"))),
        };
        concerned.retain(|row| !is_nginx || is_concerned(row, &host));
        if !concerned.is_empty() {
            answers.push((class, answer(&host, path, &concerned, is_nginx)));
        }
    }
    answers
}

fn is_concerned(row: &Ingress, host: &str) -> bool {
    is_catch_all(row) || row.hosts().any(|of| level(of, host).is_some())
}

fn level(of: Option<&str>, host: &str) -> Option<u8> {
    let Some(of) = of else { return Some(2) };
    if of == host {
        return Some(0);
    }
    let rest = host.split_once('.').map(|(_, rest)| format!("*.{rest}"));
    (rest.as_deref() == Some(of)).then_some(1)
}

fn is_catch_all(row: &Ingress) -> bool {
    row.rules.is_empty() && row.default_backend.is_some()
}

fn annotation<'a>(row: &'a Ingress, name: &str) -> Option<&'a str> {
    row.annotations.get(&format!("nginx.ingress.kubernetes.io/{name}")).map(String::as_str)
}

fn is_canary(row: &Ingress) -> bool {
    annotation(row, "canary") == Some("true")
}

fn asks_for_expressions(row: &Ingress, path: &str) -> bool {
    annotation(row, "use-regex") == Some("true")
        || annotation(row, "rewrite-target").is_some_and(|target| target != path)
}

fn text(path: &HttpPath) -> &str {
    if path.path.is_empty() { "/" } else { &path.path }
}

fn elements(path: &str) -> Vec<&str> {
    path.split('/').filter(|element| !element.is_empty()).collect()
}

/// 0 is exact, 1 a prefix, 2 open.
fn path_type(path: &HttpPath, is_nginx: bool) -> u8 {
    match path.path_type.as_str() {
        "Exact" => 0,
        "Prefix" => 1,
        _ => {
            if is_nginx {
                1
            } else {
                2
            }
        }
    }
}

fn answer(host: &str, asked: &str, rows: &[&Ingress], is_nginx: bool) -> Answer {
    let mut routes = Vec::new();
    for row in rows {
        for rule in &row.rules {
            let Some(level) = level(rule.host.as_deref(), host) else { continue };
            let host = rule.host.as_deref();
            if rule.paths.is_empty() {
                routes.push(Route { row, host, path: None, level });
            }
            for path in &rule.paths {
                routes.push(Route { row, host, path: Some(path), level });
            }
        }
    }
    let (canaries, primaries): (Vec<Route<'_>>, Vec<Route<'_>>) =
        routes.into_iter().partition(|route| is_nginx && is_canary(route.row));
    let best = primaries.iter().map(|route| route.level).min();
    let group: Vec<_> = primaries.into_iter().filter(|route| Some(route.level) == best).collect();
    let of_all = || rows.iter().copied().filter(|row| is_catch_all(row) && !(is_nginx && is_canary(row)));
    let mut paths: Vec<_> = group.iter().filter_map(|route| Some((*route, route.path?))).collect();
    if is_nginx && best == Some(2) && of_all().next().is_some() {
        paths.retain(|(_, path)| text(path) != "/" || path_type(path, true) == 0);
    }
    let root = group.first().filter(|_| is_nginx && best != Some(2));
    let root_asks = root.is_some_and(|route| asks_for_expressions(route.row, "/"));
    let locations = locations(&paths, root_asks);
    let winner = if is_nginx && locations.iter().any(|location| location.asks) {
        by_expression(asked, &locations)
    } else {
        by_type(asked, &paths, is_nginx)
    };
    if let Some((route, path)) = winner {
        let is_its_canary = |canary: &&Route<'_>| {
            canary.host == route.host
                && canary.path.is_some_and(|own| {
                    text(own) == text(path) && path_type(own, true) == path_type(path, true)
                })
        };
        let canaries = canaries.iter().filter(is_its_canary).map(|canary| canary.row.key().to_string());
        return Answer::Route {
            ingress: route.row.key().to_string(),
            path: path.path.clone(),
            backend: path.backend.clone(),
            canaries: canaries.collect(),
        };
    }
    let of_host = || group.iter().map(|route| route.row);
    let giver = match best {
        Some(0 | 1) if is_nginx => of_host().next().filter(|row| row.default_backend.is_some()),
        _ if is_nginx => of_all().next(),
        _ => of_host().find(|row| row.default_backend.is_some()).or_else(|| of_all().next()),
    };
    match giver.and_then(|row| Some((row, row.default_backend.clone()?))) {
        Some((row, backend)) => Answer::Default { ingress: row.key().to_string(), backend },
        None => Answer::Controller,
    }
}

fn by_type<'a>(
    asked: &str,
    paths: &[(Route<'a>, &'a HttpPath)],
    is_nginx: bool,
) -> Option<(Route<'a>, &'a HttpPath)> {
    let matches = |path: &HttpPath| match path_type(path, is_nginx) {
        0 => text(path) == asked,
        _ => elements(asked).starts_with(&elements(text(path))),
    };
    let certain = paths
        .iter()
        .filter(|(_, path)| matches(path))
        .min_by_key(|(_, path)| (Reverse(elements(text(path)).len()), path_type(path, is_nginx)));
    let possible = || {
        let open = paths.iter().filter(|(_, path)| path_type(path, is_nginx) == 2);
        open.filter(|(_, path)| asked.starts_with(text(path)))
            .min_by_key(|(_, path)| Reverse(text(path).len()))
    };
    certain.or_else(possible).copied()
}

/// A location of ingress-nginx; the one that every host has is of no route.
struct Location<'a> {
    text: &'a str,
    path_type: u8,
    of: Option<(Route<'a>, &'a HttpPath)>,
    asks: bool,
}

/// In the order in which they are declared, longer paths first.
fn locations<'a>(paths: &[(Route<'a>, &'a HttpPath)], root_asks: bool) -> Vec<Location<'a>> {
    let mut locations = vec![Location { text: "/", path_type: 1, of: None, asks: root_asks }];
    for (route, path) in paths {
        let text = text(path);
        let asks = asks_for_expressions(route.row, text);
        let location = Location { text, path_type: path_type(path, true), of: Some((*route, *path)), asks };
        match locations.iter_mut().find(|other| other.text == text) {
            Some(same) if same.path_type == location.path_type => {
                if same.of.is_none() {
                    *same = location;
                }
            }
            _ => locations.push(location),
        }
    }
    locations.sort_by_key(|location| Reverse((location.text.len(), location.text)));
    locations
}

/// Paths are texts here, so that an expression matches what begins with it.
fn by_expression<'a>(asked: &str, locations: &[Location<'a>]) -> Option<(Route<'a>, &'a HttpPath)> {
    let asked = asked.to_lowercase();
    let begins = |text: &str| asked.starts_with(&text.to_lowercase());
    for location in locations {
        let text = location.text;
        let is_written_out = text == "/" || location.path_type == 0 || location.asks;
        let has_exact = locations.iter().any(|other| other.path_type == 0 && other.text == text);
        let with_slash = format!("{}/", text.trim_end_matches('/'));
        let written: &[&str] = match (is_written_out, has_exact) {
            (true, _) => &[text],
            (false, true) => &[&with_slash],
            (false, false) => &[&with_slash, text],
        };
        if written.iter().any(|text| begins(text)) {
            return location.of;
        }
    }
    None
}
