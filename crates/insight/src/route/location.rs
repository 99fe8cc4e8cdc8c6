//! The locations that ingress-nginx makes of the paths of one host.
//!
//! Every host has a location `/` from the beginning. It is that of the first Ingress that names the host, with or
//! without paths, and so are its annotations; a `Prefix` `/` takes its place. For no host it is nobody's. The locations
//! are ordered by their paths before plain prefixes get the slash at their end: `createServers`, `getBackendServers` and
//! `updateServerLocations` in
//! <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go> and `location.go`
//! beside it.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use kube_ingress_dash_model::url::HostFit;

use super::alike::Alike;
use super::explanation::Dialect;
use super::path::{Kind, without_final_slash};
use super::routes::Route;
use crate::entry::Entry;

/// A location of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Location {
    pub(super) path: String,
    is_exact: bool,
    /// Its place among the routes; none is the location that every host has.
    pub(super) route: Option<usize>,
}

/// The locations of a host, in order.
#[derive(Debug)]
pub(super) struct Server<'a> {
    pub(super) locations: Vec<Location>,
    /// The Ingress that makes a regular expression of every location.
    pub(super) asks_for_expressions: Option<&'a Entry>,
    is_declared_twice: bool,
}

struct Declared<'a> {
    path: &'a str,
    kind: Kind,
    route: Option<usize>,
    asking: Option<&'a Entry>,
}

/// In which types a path is there.
struct Declarations {
    first: Kind,
    is_exact: bool,
    is_prefix: bool,
}

impl Declarations {
    const fn of(first: Kind) -> Self {
        Self { first, is_exact: false, is_prefix: false }
    }

    /// Whether the path was not there in this type.
    fn add(&mut self, kind: Kind) -> bool {
        let is_there = if kind == Kind::Exact { &mut self.is_exact } else { &mut self.is_prefix };
        !std::mem::replace(is_there, true)
    }
}

impl<'a> Server<'a> {
    /// Of the first route of a host, even if it has no path that counts, and of the paths of the host that do, in
    /// reading order.
    pub(super) fn of(first: Option<Route<'a>>, routes: &[Alike<'a>]) -> Self {
        let maker = first.filter(|route| route.fit != HostFit::Any).map(|route| route.entry);
        let asking = maker.filter(|entry| entry.nginx.makes_expression("/"));
        let mut declared = vec![Declared { path: "/", kind: Kind::Prefix, route: None, asking }];
        let mut paths = HashMap::from([("/", Declarations::of(Kind::Prefix))]);
        let mut is_declared_twice = false;
        let mut asking_again: Option<Route<'a>> = None;
        for (index, alike) in routes.iter().enumerate() {
            let route = &alike.first;
            let Some((path, kind)) = route.path.zip(route.kind(Dialect::IngressNginx)) else { continue };
            let text = path.effective();
            let of_path = paths.entry(text).or_insert_with(|| Declarations::of(kind));
            let is_new = of_path.add(kind);
            let repeats = if is_new { alike.rest() } else { Some(*alike) };
            // The controller looks no further than the first location of the path, and misses that of this type.
            if let Some(repeats) = repeats.filter(|_| of_path.first != kind) {
                is_declared_twice = true;
                let asking = repeats.first.makes_expression().then_some(repeats.first);
                asking_again = asking_again.into_iter().chain(asking).min_by(Route::order);
            }
            if !is_new {
                continue;
            }
            let asking = route.makes_expression().then_some(route.entry);
            let location = Declared { path: text, kind, route: Some(index), asking };
            match declared.first_mut().filter(|root| (root.path, root.kind) == (text, kind)) {
                Some(root) => *root = location,
                None => declared.push(location),
            }
        }
        declared.sort_by_key(|location| (Reverse(location.path.len()), Reverse(location.path)));
        Self {
            locations: written(&declared),
            asks_for_expressions: declared
                .iter()
                .find_map(|location| location.asking)
                .or(asking_again.map(|route| route.entry)),
            is_declared_twice,
        }
    }

    /// Whether NGINX redirects to the asked path with a slash at its end, as it does where a location ends so.
    ///
    /// <https://nginx.org/en/docs/http/ngx_http_core_module.html#location>
    pub(super) fn redirects(&self, asked: &str) -> bool {
        let ends_so = |location: &Location| location.path.strip_suffix('/') == Some(asked);
        let is_it = |location: &Location| location.is_exact && location.path == asked;
        self.locations.iter().any(ends_so) && !self.locations.iter().any(is_it)
    }

    /// Whether a location is there twice, for which NGINX refuses the whole configuration.
    ///
    /// <https://github.com/kubernetes/ingress-nginx/issues/10090>
    pub(super) fn is_refused(&self) -> bool {
        let mut seen = HashSet::new();
        self.is_declared_twice
            || self.locations.iter().any(|location| !seen.insert((&location.path, location.is_exact)))
    }
}

fn written(declared: &[Declared<'_>]) -> Vec<Location> {
    let is_exact = |location: &&Declared<'_>| location.kind == Kind::Exact;
    let exact: HashSet<_> = declared.iter().filter(is_exact).map(|location| location.path).collect();
    let mut locations = Vec::new();
    for location in declared {
        let mut write =
            |path: String, is_exact| locations.push(Location { path, is_exact, route: location.route });
        let path = location.path;
        if path == "/" || location.kind == Kind::Exact || location.asking.is_some() {
            write(path.to_owned(), location.kind == Kind::Exact);
            continue;
        }
        write(format!("{}/", without_final_slash(path)), false);
        if !exact.contains(path) {
            write(path.to_owned(), true);
        }
    }
    locations
}
