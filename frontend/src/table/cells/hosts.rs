//! The hosts: the first one that matches the query, or the first, and how many more there are.

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::Query;
use leptos::prelude::*;

use super::marked;
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

/// The host that is shown first.
pub fn shown_host<'a>(hosts: &'a [Option<String>], query: &Query) -> Option<&'a Option<String>> {
    hosts
        .iter()
        .find(|host| host.as_deref().is_some_and(|host| !query.marks(host).is_empty()))
        .or_else(|| hosts.first())
}

/// A host as a link where it can be one.
pub fn host_view(ingress: &Ingress, host: Option<&str>, query: &Query) -> AnyView {
    let Some(host) = host else {
        return view! { <span class="absent">"any host"</span> }.into_any();
    };
    let text = marked(host, query);
    match link::to_host(ingress, host) {
        Some(url) => view! {
            <a href=url target="_blank" rel="noopener noreferrer" title=host.to_owned()>{text}</a>
        }
        .into_any(),
        None => view! { <span class="plain" title=host.to_owned()>{text}</span> }.into_any(),
    }
}

#[component]
pub fn HostsCell(context: TableContext, shown: Row) -> impl IntoView {
    let inside = move || {
        let ingress = shown.ingress.get();
        let hosts = distinct(&ingress);
        context.query.with(|query| match shown_host(&hosts, query) {
            Some(host) => host_view(&ingress, host.as_deref(), query),
            None => view! { <span class="absent">"no rules"</span> }.into_any(),
        })
    };
    let more = Memo::new(move |_| shown.ingress.with(|ingress| distinct(ingress).len().saturating_sub(1)));
    view! {
        <div role="gridcell" class="cell hosts" data-testid="cell-hosts">
            <span class="first">{inside}</span>
            <MoreButton context=context shown=shown count=more what="hosts"/>
        </div>
    }
}
