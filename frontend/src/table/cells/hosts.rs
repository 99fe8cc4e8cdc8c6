//! The hosts: the first one that matches the query, or the first, and how many more there are.

use std::collections::HashSet;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::{Part, Query};
use leptos::prelude::*;

use super::copy_place::copy_place;
use super::{Look, marked, tab_index};
use crate::table::popover::more_button;

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

pub fn hosts_cell(look: &Look) -> AnyView {
    let inside = match look.shown {
        Some(shown) => host_view(look.ingress, shown.host, look.query, look.active),
        None => view! { <span class="absent">"no rules"</span> }.into_any(),
    };
    view! {
        <div role="gridcell" class="cell hosts" data-testid="cell-hosts">
            <span class="first">{inside}</span>
            {more_button(look, distinct(look.ingress).saturating_sub(1), "hosts")}
            {copy_place(look.shown.and_then(|shown| shown.host), "host", look.pointed)}
        </div>
    }
    .into_any()
}
