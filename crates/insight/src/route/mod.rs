//! Which Ingress answers a URL, and why.
//!
//! Each class is another proxy, so each has a ranking of its own. A proxy chooses the host first and a path of that host
//! then; a path that is missing is not looked for at a less specific host. What the specification leaves to controllers
//! is said as a caveat, and what is known of ingress-nginx is done as it does.

mod answer;
mod canary;
mod candidates;
mod caveat;
mod contest;
mod explanation;
mod expression;
mod fallback;
mod ingress_nginx;
mod location;
mod normal;
mod path;
mod plain_path;
mod source;

use std::collections::{BTreeMap, BTreeSet};

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::url::Url;

use crate::entry::{Entry, reading_order};
use crate::facts::{Controller, Facts};
use crate::texts::Texts;

pub use crate::annotation::CanaryTerms;
pub use answer::ExplainAnswer;
pub use caveat::{Caveat, CaveatKind};
pub use explanation::{Canary, Candidate, Dialect, Explanation, Outcome, Ranking, Reason, Step, Verdict};

pub(crate) use path::{Kind, kind, without_final_slash};

/// Explains which of these Ingresses answers the URL.
pub fn resolve<'a>(url: &Url, rows: impl IntoIterator<Item = &'a Ingress>, facts: &Facts) -> Explanation {
    let concerns = |row: &&Ingress| {
        row.default_backend.is_some() || row.hosts().any(|host| url.host_fit(host).is_some())
    };
    let mut texts = Texts::default();
    let concerned = rows.into_iter().filter(concerns);
    let entries: Vec<_> = concerned.map(|row| Entry::of(row, facts, &mut texts)).collect();
    let (mut concerned, mut default_backends) = (ByClass::new(), ByClass::new());
    for entry in &entries {
        if entry.has_rule_of(url) || entry.is_catch_all() {
            concerned.entry(entry.class.as_deref()).or_default().push(entry);
        }
        if entry.default_backend.is_some() {
            default_backends.entry(entry.class.as_deref()).or_default().push(entry);
        }
    }
    for entries in default_backends.values_mut() {
        entries.sort_unstable_by(|one, other| reading_order(one, other));
    }
    explain(url, concerned, default_backends, facts)
}

/// Ingresses by class.
pub(crate) type ByClass<'a> = BTreeMap<Option<&'a str>, Vec<&'a Entry>>;

/// Explains which of the concerned answers the URL: those with a rule for its host, and those without rules that have a
/// default backend, in any order and more than once. Of all Ingresses that give a default backend, in reading order, the
/// others are known to some controllers alone.
pub(crate) fn explain<'a>(
    url: &'a Url,
    mut concerned: ByClass<'a>,
    mut default_backends: ByClass<'a>,
    facts: &Facts,
) -> Explanation {
    let classes: BTreeSet<_> = concerned.keys().chain(default_backends.keys()).copied().collect();
    let rankings = classes.into_iter().filter_map(|class| {
        let mut entries = concerned.remove(&class).unwrap_or_default();
        entries.sort_by(|one, other| reading_order(one, other));
        entries.dedup_by(|one, other| std::ptr::eq(*one, *other));
        let default_backends = default_backends.remove(&class).unwrap_or_default();
        let dialect = dialect(class, entries.iter().copied(), facts);
        // To ingress-nginx a default backend is that of the Ingress's own hosts.
        let is_concerned = !entries.is_empty() || dialect.0 == Dialect::Specification;
        is_concerned.then(|| contest::rank(url, class, &Rivals { entries, default_backends }, dialect, facts))
    });
    let mut rankings: Vec<_> = rankings.collect();
    rankings.sort_by_key(|ranking| ranking.outcome.fit());
    Explanation { host: url.host().to_owned(), path: requested_path(url).to_owned(), rankings }
}

/// The Ingresses of one class that have to do with a URL, in reading order.
struct Rivals<'a> {
    /// Those with a rule for its host, and those without rules that have a default backend.
    entries: Vec<&'a Entry>,
    /// All that give a default backend.
    default_backends: Vec<&'a Entry>,
}

/// The path that a client asks for: a URL without one asks for `/`.
fn requested_path(url: &Url) -> &str {
    url.path().unwrap_or("/")
}

/// By whose rules the Ingresses of a class are read, and whether that is only guessed from their annotations.
pub(crate) fn dialect<'a>(
    class: Option<&str>,
    entries: impl IntoIterator<Item = &'a Entry>,
    facts: &Facts,
) -> (Dialect, bool) {
    match facts.controller(class) {
        Some(Controller::IngressNginx) => (Dialect::IngressNginx, false),
        None if entries.into_iter().any(|entry| entry.nginx.is_annotated) => (Dialect::IngressNginx, true),
        Some(Controller::Traefik | Controller::HaproxyIngress | Controller::Other) | None => {
            (Dialect::Specification, false)
        }
    }
}
