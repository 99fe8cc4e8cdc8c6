//! The hosts: the first one that matches the query, or the first, and how many more there are.

use kube_ingress_dash_model::ingress::{HttpPath, Ingress};
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::Query;
use leptos::prelude::*;

use super::{marked, tab_index};
use crate::state::Row;
use crate::table::TableContext;
use crate::table::popover::MoreButton;

/// The hosts without repetition, in order; none is any host.
pub fn distinct(ingress: &Ingress) -> Vec<Option<String>> {
    let mut hosts: Vec<Option<String>> = Vec::new();
    for host in ingress.hosts() {
        if !hosts.iter().any(|known| known.as_deref() == host) {
            hosts.push(host.map(str::to_owned));
        }
    }
    hosts
}

/// The host that is shown first: one that matches the query, else one with a path that does, else the first.
pub fn shown_host<'a>(
    ingress: &Ingress,
    hosts: &'a [Option<String>],
    query: &Query,
) -> Option<&'a Option<String>> {
    let by_name =
        || hosts.iter().find(|host| host.as_deref().is_some_and(|host| !query.marks(host).is_empty()));
    let by_path = || {
        let (of, _) = ingress.routes().find(|(_, path)| route_matches(path, query))?;
        hosts.iter().find(|host| host.as_deref() == of)
    };
    by_name().or_else(by_path).or_else(|| hosts.first())
}

/// Whether the query matches the path or where it leads.
pub fn route_matches(path: &HttpPath, query: &Query) -> bool {
    !query.marks(&path.path).is_empty() || !query.marks(path.backend.name()).is_empty()
}

/// A host as a link where it can be one.
pub fn host_view(ingress: &Ingress, host: Option<&str>, query: &Query, active: bool) -> AnyView {
    let Some(host) = host else {
        return view! { <span class="absent">"any host"</span> }.into_any();
    };
    let text = marked(host, query);
    match link::to_host(ingress, host) {
        Some(url) => view! {
            <a href=url target="_blank" rel="noopener noreferrer" tabindex=tab_index(active) title=host.to_owned()>{text}</a>
        }
        .into_any(),
        None => view! { <span class="plain" title=host.to_owned()>{text}</span> }.into_any(),
    }
}

#[component]
pub fn HostsCell(context: TableContext, shown: Row, active: Memo<bool>) -> impl IntoView {
    let inside = move || {
        let ingress = shown.ingress.get();
        let hosts = distinct(&ingress);
        context.query.with(|query| match shown_host(&ingress, &hosts, query) {
            Some(host) => host_view(&ingress, host.as_deref(), query, active.get()),
            None => view! { <span class="absent">"no rules"</span> }.into_any(),
        })
    };
    let more = Memo::new(move |_| shown.ingress.with(|ingress| distinct(ingress).len().saturating_sub(1)));
    view! {
        <div role="gridcell" class="cell hosts" data-testid="cell-hosts">
            <span class="first">{inside}</span>
            <MoreButton context=context shown=shown count=more what="hosts" active=active/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ingress() -> Ingress {
        let path = |path: &str| serde_json::json!({"path": path, "pathType": "Prefix", "backend": {"service": "web", "port": "80"}});
        serde_json::from_value(serde_json::json!({
            "namespace": "shop", "name": "web", "uid": "", "resourceVersion": "", "createdAt": null,
            "changedAt": null, "class": null, "defaultBackend": null, "tls": [], "addresses": [],
            "labels": {}, "annotations": {},
            "rules": [
                {"host": "one.example.com", "paths": [path("/")]},
                {"host": "two.example.com", "paths": [path("/"), path("/cart")]},
                {"host": "two.example.com", "paths": []},
            ],
        }))
        .unwrap()
    }

    fn shown(query: &str) -> Option<String> {
        let ingress = ingress();
        shown_host(&ingress, &distinct(&ingress), &Query::parse(query)).cloned().flatten()
    }

    #[test]
    fn a_host_is_counted_once() {
        assert_eq!(distinct(&ingress()).len(), 2);
    }

    #[test]
    fn the_host_that_is_shown_is_the_one_that_the_query_is_about() {
        assert_eq!(shown("").as_deref(), Some("one.example.com"));
        assert_eq!(shown("two").as_deref(), Some("two.example.com"));
        assert_eq!(shown("cart").as_deref(), Some("two.example.com"));
    }
}
