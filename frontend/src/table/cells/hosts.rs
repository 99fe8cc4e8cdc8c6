//! The hosts: the first one that matches the query, or the first, and how many more there are.

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::{self, Part, Query};
use leptos::prelude::*;

use super::{marked, tab_index};
use crate::state::Row;
use crate::table::TableContext;
use crate::table::popover::MoreButton;

/// How many different hosts there are; any host is one of them.
fn count(ingress: &Ingress) -> usize {
    let is_new = |at: &usize| {
        let host = &ingress.rules[*at].host;
        !ingress.rules.iter().take(*at).any(|before| before.host == *host)
    };
    (0..ingress.rules.len()).filter(is_new).count()
}

/// A host as a link where it can be one.
pub fn host_view(ingress: &Ingress, host: Option<&str>, query: &Query, active: bool) -> AnyView {
    let Some(host) = host else {
        return view! { <span class="absent">"any host"</span> }.into_any();
    };
    let text = marked(Part::Host, host, query);
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
        context.query.with(|query| match query::shown(&ingress, query) {
            Some(shown) => host_view(&ingress, shown.host, query, active.get()),
            None => view! { <span class="absent">"no rules"</span> }.into_any(),
        })
    };
    let more = Memo::new(move |_| shown.ingress.with(|ingress| count(ingress).saturating_sub(1)));
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

    #[test]
    fn a_host_is_counted_once() {
        let ingress: Ingress = serde_json::from_value(serde_json::json!({
            "namespace": "shop", "name": "web", "uid": "", "resourceVersion": "", "createdAt": null,
            "changedAt": null, "class": null, "defaultBackend": null, "tls": [], "addresses": [],
            "labels": {}, "annotations": {},
            "rules": [
                {"host": "one.example.com", "paths": []},
                {"host": "two.example.com", "paths": []},
                {"host": null, "paths": []},
                {"host": "two.example.com", "paths": []},
            ],
        }))
        .unwrap();
        assert_eq!(count(&ingress), 3);
    }
}
