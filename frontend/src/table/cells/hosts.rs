//! The hosts: the first one that matches the query, or the first, and how many more there are.

use std::collections::HashSet;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::{self, Part, Query};
use leptos::prelude::*;

use super::copy_place::CopyPlace;
use super::{marked, tab_index};
use crate::state::Row;
use crate::table::TableContext;
use crate::table::popover::MoreButton;

/// How many different hosts there are; any host is one.
fn distinct(ingress: &Ingress) -> usize {
    ingress.hosts().collect::<HashSet<_>>().len()
}

/// A host as a link where it can be one.
pub fn host_view(ingress: &Ingress, host: Option<&str>, query: &Query, active: bool) -> AnyView {
    let Some(host) = host else {
        return view! { <span class="absent">"any host"</span> }.into_any();
    };
    let text = marked(host, Part::Host, query);
    match link::to_host(ingress, host) {
        Some(url) => view! {
            <a href=url target="_blank" rel="noopener noreferrer" tabindex=tab_index(active) title=host.to_owned()>{text}</a>
        }
        .into_any(),
        None => view! { <span class="plain" title=host.to_owned()>{text}</span> }.into_any(),
    }
}

#[component]
pub fn HostsCell(
    context: TableContext,
    shown: Row,
    active: Memo<bool>,
    pointed: Memo<bool>,
) -> impl IntoView {
    let inside = move || {
        let ingress = shown.ingress.get();
        context.query.with(|query| match query::shown(&ingress, query) {
            Some(shown) => host_view(&ingress, shown.host, query, active.get()),
            None => view! { <span class="absent">"no rules"</span> }.into_any(),
        })
    };
    let copied = Signal::derive(move || {
        let ingress = shown.ingress.get();
        context.query.with(|query| {
            query::shown(&ingress, query).and_then(|shown| shown.host).unwrap_or_default().to_owned()
        })
    });
    let more = Memo::new(move |_| shown.ingress.with(|ingress| distinct(ingress).saturating_sub(1)));
    view! {
        <div role="gridcell" class="cell hosts" data-testid="cell-hosts">
            <span class="first">{inside}</span>
            <MoreButton context=context shown=shown count=more what="hosts" active=active/>
            <CopyPlace text=copied label="host" pointed=pointed/>
        </div>
    }
}
