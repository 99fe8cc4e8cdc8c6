//! The paths: the first one of the host that is shown, where it leads, and how many more there are.

use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress};
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::{self, Part, Query};
use leptos::prelude::*;

use super::copy_place::CopyPlace;
use super::marked;
use crate::state::Row;
use crate::table::TableContext;
use crate::table::popover::MoreButton;

/// A path and where it leads.
pub fn route_view(path: &HttpPath, query: &Query) -> AnyView {
    let written = if path.path.is_empty() { "/" } else { &path.path };
    arrow(marked(written, Part::Path, query), &path.backend, query)
}

fn arrow(from: AnyView, backend: &Backend, query: &Query) -> AnyView {
    view! {
        <code>{from}</code>
        <span class="arrow">"→"</span>
        <code>{marked(&backend.to_string(), Part::Service, query)}</code>
    }
    .into_any()
}

/// The route that is shown: one of the shown host that matches the query, or its first, or the default backend.
fn first_view(ingress: &Ingress, query: &Query) -> AnyView {
    let path = query::shown(ingress, query).and_then(|shown| shown.path);
    match (path, &ingress.default_backend) {
        (Some(path), _) => route_view(path, query),
        (None, Some(backend)) => {
            arrow(view! { <span class="absent">"default"</span> }.into_any(), backend, query)
        }
        (None, None) => view! { <span class="absent">"no paths"</span> }.into_any(),
    }
}

/// The URL of the route that is shown; null where its host is no DNS name.
fn url(ingress: &Ingress, query: &Query) -> Option<String> {
    let shown = query::shown(ingress, query)?;
    link::to_path(ingress, shown.host?, shown.path?)
}

fn all(ingress: &Ingress) -> usize {
    ingress.backends().count()
}

#[component]
pub fn PathsCell(
    context: TableContext,
    shown: Row,
    active: Memo<bool>,
    pointed: Memo<bool>,
) -> impl IntoView {
    let inside = move || {
        let ingress = shown.ingress.get();
        context.query.with(|query| first_view(&ingress, query))
    };
    let copied = Signal::derive(move || {
        let ingress = shown.ingress.get();
        context.query.with(|query| url(&ingress, query)).unwrap_or_default()
    });
    let more = Memo::new(move |_| shown.ingress.with(|ingress| all(ingress).saturating_sub(1)));
    view! {
        <div role="gridcell" class="cell paths" data-testid="cell-paths">
            <span class="first">{inside}</span>
            <MoreButton context=context shown=shown count=more what="paths" active=active/>
            <CopyPlace text=copied label="URL" pointed=pointed/>
        </div>
    }
}
