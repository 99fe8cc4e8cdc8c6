//! Which Ingress answers a URL, and why.
//!
//! Each class is another proxy, so each has a ranking of its own. A proxy chooses the host first and a path of that host
//! then; a path that is missing is not looked for at a less specific host. What the specification leaves to controllers
//! is said as a caveat, and what is known of ingress-nginx is done as it does.

mod alike;
mod answer;
mod any_host;
mod by_age;
mod canary;
mod candidates;
mod caveat;
mod contest;
mod explanation;
mod expression;
mod fallback;
mod ingress_nginx;
mod location;
mod nearest_host;
mod normal;
mod path;
mod plain_path;
mod routes;
mod sorted;
mod source;

use std::collections::BTreeMap;
use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::url::{HostFit, Url};

use crate::entry::{Entry, reading_order};
use crate::facts::{Controller, Facts};
use crate::texts::Texts;

use any_host::Standing;
use expression::Budget;

pub use crate::annotation::CanaryTerms;
pub use answer::ExplainAnswer;
pub use caveat::{Caveat, CaveatKind};
pub use explanation::{Canary, Candidate, Dialect, Explanation, Outcome, Ranking, Reason, Step, Verdict};

pub(crate) use any_host::{AnyHost, Visible};
pub(crate) use path::{Kind, kind, without_final_slash};

/// Explains which of these Ingresses answers the URL.
pub fn resolve<'a>(url: &Url, rows: impl IntoIterator<Item = &'a Ingress>, facts: &Facts) -> Explanation {
    let concerns = |row: &&Ingress| {
        row.default_backend.is_some() || row.hosts().any(|host| url.host_fit(host).is_some())
    };
    let mut texts = Texts::default();
    let concerned = rows.into_iter().filter(concerns);
    let entries: Vec<_> = concerned.map(|row| Arc::new(Entry::of(row, facts, &mut texts))).collect();
    let mut any_host = AnyHost::default();
    for entry in &entries {
        any_host.insert(entry);
    }
    let named = entries.iter().map(Arc::as_ref).filter(|entry| entry.names_host_of(url));
    explain(url, named, &any_host, Visible::All, facts)
}

/// Explains which of these answers the URL: the Ingresses with rules that name its host, in any order and more than
/// once, and what is visible of what may answer for any.
pub(crate) fn explain<'a>(
    url: &'a Url,
    named: impl IntoIterator<Item = &'a Entry>,
    any_host: &'a AnyHost,
    visible: Visible<'a>,
    facts: &Facts,
) -> Explanation {
    let for_any = any_host.classes(visible);
    let mut classes: BTreeMap<_, _> =
        for_any.map(|(class, any_host)| (class, Rivals { named: Vec::new(), any_host })).collect();
    for entry in named {
        classes.entry(entry.class.as_deref()).or_default().named.push(entry);
    }
    let mut budget = Budget::default();
    let rankings = classes.into_iter().filter_map(|(class, mut rivals)| {
        rivals.named.sort_by(|one, other| reading_order(one, other));
        rivals.named.dedup_by(|one, other| std::ptr::eq(*one, *other));
        let dialect = dialect(class, || rivals.is_annotated(), facts);
        rivals.concern(dialect.0).then(|| {
            let nearest = rivals.named.iter().filter_map(|entry| entry.nearest_to_host_of(url)).min();
            (nearest.unwrap_or(HostFit::Any), contest::rank(url, class, &rivals, dialect, facts, &mut budget))
        })
    });
    let mut rankings: Vec<_> = rankings.collect();
    rankings.sort_by_key(|(nearest, ranking)| (*nearest, ranking.outcome.fit()));
    let rankings = rankings.into_iter().map(|(_, ranking)| ranking).collect();
    Explanation { host: url.host().to_owned(), path: requested_path(url).to_owned(), rankings }
}

/// The Ingresses of one class that have to do with a URL.
#[derive(Default)]
struct Rivals<'a> {
    /// Those with a rule that names its host, in reading order.
    named: Vec<&'a Entry>,
    any_host: Standing<'a>,
}

impl Rivals<'_> {
    fn is_annotated(&self) -> bool {
        self.named.iter().any(|entry| entry.nginx.is_annotated) || self.any_host.is_annotated()
    }

    /// Whether they have anything to do with the URL. To ingress-nginx a default backend is that of the Ingress's own
    /// hosts.
    fn concern(&self, dialect: Dialect) -> bool {
        let has_default = || self.any_host.default_backends().next().is_some();
        !self.named.is_empty()
            || self.any_host.has_rivals()
            || (dialect == Dialect::Specification && has_default())
    }
}

/// The path that a client asks for: a URL without one asks for `/`.
fn requested_path(url: &Url) -> &str {
    url.path().unwrap_or("/")
}

/// By whose rules the Ingresses of a class are read, and whether that is only guessed from their annotations.
pub(crate) fn dialect(
    class: Option<&str>,
    is_annotated: impl FnOnce() -> bool,
    facts: &Facts,
) -> (Dialect, bool) {
    match facts.controller(class) {
        Some(Controller::IngressNginx) => (Dialect::IngressNginx, false),
        None if is_annotated() => (Dialect::IngressNginx, true),
        Some(Controller::Traefik | Controller::HaproxyIngress | Controller::Other) | None => {
            (Dialect::Specification, false)
        }
    }
}
