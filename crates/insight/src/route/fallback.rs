//! What answers when no path does.

use std::collections::HashSet;

use kube_ingress_dash_model::url::HostFit;

use super::alike::Alike;
use super::any_host::Standing;
use super::caveat::Caveat;
use super::contest::Contest;
use super::explanation::{Dialect, Outcome, Reason, Verdict};
use crate::entry::{Entry, reading_order};
use crate::wording::{self, list};

/// The default backend that answers. The specification gives what matches no rule to the default backend, and leaves
/// open whose, where several Ingresses give one: those with a rule for the host are asked first, then those without
/// rules. Ingresses with rules for other hosts alone are not asked, which is said.
pub(super) fn default_backend<'a>(
    contest: &mut Contest<'a>,
    any_host: Standing<'a>,
    group: &[Alike<'a>],
    host: Option<HostFit>,
) -> Outcome {
    let is_less_specific = contest.candidates.first(Verdict::LessSpecificHost);
    if let Some(route) = is_less_specific.filter(|_| contest.dialect == Dialect::Specification) {
        let host = wording::host(route.host);
        contest.caveats.push(Caveat::host_fallback(&route.entry.key, host));
    }
    let asked = match contest.dialect {
        Dialect::Specification => by_specification(group, any_host),
        Dialect::IngressNginx => by_ingress_nginx(group, host, any_host),
    };
    let places: HashSet<*const Entry> = asked.iter().copied().map(std::ptr::from_ref).collect();
    let is_asked = |entry: &Entry| places.contains(&std::ptr::from_ref(entry));
    if contest.dialect == Dialect::Specification {
        let others = any_host.count_default_backends().saturating_sub(asked.len());
        if others > 0 {
            let keys = any_host.default_backends().filter(|entry| !is_asked(entry)).map(|entry| &entry.key);
            contest.caveats.push(Caveat::other_default_backends(&list(keys, others)));
        }
    }
    for entry in any_host.catch_alls().filter(|entry| !is_asked(entry)) {
        contest.candidates.add_default_backend(Verdict::DefaultBackendNotAsked, entry);
    }
    let mut asked = asked.into_iter();
    let Some((entry, backend)) =
        asked.next().and_then(|entry| Some((entry, entry.default_backend.as_ref()?)))
    else {
        let sentence =
            "No default backend of an Ingress is for the request: the controller answers, usually with 404.";
        contest.step(Reason::ControllerDefault, sentence.to_owned(), 0);
        return Outcome::ControllerDefault;
    };
    if backend.is_resource() {
        contest.caveats.push(Caveat::resource_backend(&entry.key));
    }
    contest.candidates.add_default_backend(Verdict::Wins, entry);
    contest.step(Reason::DefaultBackend, format!("The default backend of {} answers.", entry.key), 1);
    let others: Vec<_> = asked.collect();
    for other in &others {
        contest.candidates.add_default_backend(Verdict::Younger, other);
    }
    if !others.is_empty() {
        let names = list(std::iter::once(&entry).chain(&others).map(|entry| &entry.key), others.len() + 1);
        contest.caveats.push(Caveat::several_default_backends(&names));
    }
    Outcome::DefaultBackend { ingress: entry.key.clone(), backend: backend.told() }
}

fn by_specification<'a>(group: &[Alike<'a>], any_host: Standing<'a>) -> Vec<&'a Entry> {
    let giving = group.iter().filter(|alike| alike.first.traits.has_default_backend);
    let mut asked: Vec<_> = giving.flat_map(|alike| alike.routes()).map(|route| route.entry).collect();
    asked.sort_by(|one, other| reading_order(one, other));
    asked.dedup_by(|one, other| std::ptr::eq(*one, *other));
    if asked.is_empty() {
        asked.extend(any_host.catch_alls());
    }
    asked
}

/// The oldest Ingress with a rule for the host makes its server, and gives it a default backend or none. Without such a
/// server the oldest Ingress without rules is asked; so it is for rules without a host.
///
/// `createServers` in
/// <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go>
fn by_ingress_nginx<'a>(
    group: &[Alike<'a>],
    host: Option<HostFit>,
    any_host: Standing<'a>,
) -> Vec<&'a Entry> {
    if let Some(HostFit::Exact | HostFit::Wildcard) = host {
        return group
            .first()
            .map(|alike| alike.first.entry)
            .filter(|entry| entry.has_default_service())
            .into_iter()
            .collect();
    }
    of_any_host(any_host).collect()
}

/// The Ingresses whose default backend ingress-nginx takes for `/` of any host, the first before the others. It does so
/// before it looks at rules.
pub(super) fn of_any_host(any_host: Standing<'_>) -> impl Iterator<Item = &Entry> {
    any_host.catch_alls().filter(|entry| entry.nginx.canary.is_none() && entry.has_default_service())
}
