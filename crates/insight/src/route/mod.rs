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

use std::collections::BTreeMap;

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
    explain(url, &entries, facts)
}

/// Explains which of these answers the URL. The order of the entries does not matter; those that have nothing to do with
/// its host are passed over.
pub(crate) fn explain<'a>(
    url: &Url,
    entries: impl IntoIterator<Item = &'a Entry>,
    facts: &Facts,
) -> Explanation {
    let mut classes = BTreeMap::<Option<&str>, Vec<(&Entry, bool)>>::new();
    for entry in entries {
        let has_rule = entry.has_rule_of(url);
        if has_rule || entry.default_backend.is_some() {
            classes.entry(entry.class.as_deref()).or_default().push((entry, has_rule));
        }
    }
    let rankings = classes.into_iter().filter_map(|(class, mut entries)| {
        entries.sort_by(|(one, _), (other, _)| reading_order(one, other));
        let is_concerned = |(entry, has_rule): &&(&Entry, bool)| *has_rule || entry.is_catch_all();
        let concerned: Vec<_> = entries.iter().filter(is_concerned).map(|(entry, _)| *entry).collect();
        let dialect = dialect(class, concerned.iter().copied(), facts);
        // To ingress-nginx a default backend is that of the Ingress's own hosts.
        let entries = match dialect.0 {
            Dialect::IngressNginx => concerned,
            Dialect::Specification => entries.into_iter().map(|(entry, _)| entry).collect(),
        };
        (!entries.is_empty()).then(|| contest::rank(url, class, &entries, dialect, facts))
    });
    let mut rankings: Vec<_> = rankings.collect();
    rankings.sort_by_key(|ranking| ranking.outcome.fit());
    Explanation { host: url.host().to_owned(), path: requested_path(url).to_owned(), rankings }
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
