//! The paths: the first one of the host that is shown, where it leads, and how many more there are.

use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress};
use kube_ingress_dash_model::query::Query;
use leptos::prelude::*;

use super::hosts::{distinct, route_matches, shown_host};
use super::marked;
use crate::state::Row;
use crate::table::TableContext;
use crate::table::popover::MoreButton;

/// A path and where it leads.
pub fn route_view(path: &HttpPath, query: &Query) -> AnyView {
    let written = if path.path.is_empty() { "/" } else { &path.path };
    arrow(marked(written, query), &path.backend, query)
}

fn arrow(from: AnyView, backend: &Backend, query: &Query) -> AnyView {
    view! {
        <code>{from}</code>
        <span class="arrow">"→"</span>
        <code>{marked(&backend.to_string(), query)}</code>
    }
    .into_any()
}

/// The route that is shown: one of the shown host that matches the query, or its first, or the default backend.
fn first_view(ingress: &Ingress, query: &Query) -> AnyView {
    let hosts = distinct(ingress);
    let host = shown_host(ingress, &hosts, query);
    let of_host = || ingress.routes().filter(|(of, _)| host.is_some_and(|host| host.as_deref() == *of));
    let matching = of_host().find(|(_, path)| route_matches(path, query));
    match (matching.or_else(|| of_host().next()), &ingress.default_backend) {
        (Some((_, path)), _) => route_view(path, query),
        (None, Some(backend)) => {
            arrow(view! { <span class="absent">"default"</span> }.into_any(), backend, query)
        }
        (None, None) => view! { <span class="absent">"no paths"</span> }.into_any(),
    }
}

fn all(ingress: &Ingress) -> usize {
    ingress.backends().count()
}

#[component]
pub fn PathsCell(context: TableContext, shown: Row, active: Memo<bool>) -> impl IntoView {
    let inside = move || {
        let ingress = shown.ingress.get();
        context.query.with(|query| first_view(&ingress, query))
    };
    let more = Memo::new(move |_| shown.ingress.with(|ingress| all(ingress).saturating_sub(1)));
    view! {
        <div role="gridcell" class="cell paths" data-testid="cell-paths">
            <span class="first">{inside}</span>
            <MoreButton context=context shown=shown count=more what="paths" active=active/>
        </div>
    }
}
