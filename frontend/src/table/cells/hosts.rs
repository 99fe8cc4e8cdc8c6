//! The hosts: the first one that matches the query, or the first, and how many more there are.

use std::collections::HashSet;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::{Part, Query};
use leptos::prelude::*;

use super::copy_place::copy_place;
use super::mark::marked;
use super::{Look, tab_index};
use crate::table::popover::more_button;

/// How many different hosts there are beside the one that is shown; any host is one.
fn more_hosts(ingress: &Ingress) -> usize {
    ingress.hosts().collect::<HashSet<_>>().len().saturating_sub(1)
}

/// A host as a link where it can be one.
pub fn host_view(ingress: &Ingress, host: Option<&str>, query: &Query) -> AnyView {
    let Some(host) = host else {
        return view! { <span class="absent">"any host"</span> }.into_any();
    };
    let text = marked(host, Part::Host, query);
    match link::to_host(ingress, host) {
        Some(url) => view! {
            <a href=url target="_blank" rel="noopener noreferrer" title=host.to_owned()>{text}</a>
        }
        .into_any(),
        None => view! { <span title=host.to_owned()>{text}</span> }.into_any(),
    }
}

/// A host that has no URL stands in the same element, which is no link then.
pub fn hosts_cell(look: Look) -> AnyView {
    let text = move || {
        look.of_shown(|_, shown, query| match shown.map(|shown| shown.host) {
            Some(Some(host)) => marked(host, Part::Host, query),
            Some(None) => "any host".to_owned().into_any(),
            None => "no rules".to_owned().into_any(),
        })
    };
    let host = move || look.of_shown(|_, shown, _| shown?.host.map(str::to_owned));
    let is_absent = move || look.of_shown(|_, shown, _| shown.is_none_or(|shown| shown.host.is_none()));
    let url = Memo::new(move |_| look.of_shown(|ingress, shown, _| link::to_host(ingress, shown?.host?)));
    let tab_index = move || url.with(Option::is_some).then(|| tab_index(look.active.get()));
    view! {
        <div role="gridcell" class="cell hosts" data-testid="cell-hosts">
            <a
                class="first"
                class:absent=is_absent
                href=move || url.get()
                target="_blank"
                rel="noopener noreferrer"
                tabindex=tab_index
                title=host
            >
                {text}
            </a>
            {more_button(look, more_hosts, "host")}
            {copy_place(look, "host", |_, shown| shown?.host.map(str::to_owned))}
        </div>
    }
    .into_any()
}
