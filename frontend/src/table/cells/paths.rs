//! The paths: the first one of the host that is shown, where it leads, and how many more there are.

use kube_ingress_dash_model::ingress::{Backend, HttpPath};
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::{Part, Query};
use leptos::prelude::*;

use super::copy_place::copy_place;
use super::{Look, marked};
use crate::table::popover::more_button;

/// A path and where it leads.
pub fn route_view(path: &HttpPath, query: &Query) -> AnyView {
    arrow(marked(path.effective(), Part::Path, query), &path.backend, query)
}

fn arrow(from: AnyView, backend: &Backend, query: &Query) -> AnyView {
    view! {
        <code>{from}</code>
        <span class="arrow">"→"</span>
        <code>{marked(&backend.to_string(), Part::Service, query)}</code>
    }
    .into_any()
}

/// One path of the shown host that matches the query, or its first, or the default backend.
pub fn paths_cell(look: &Look) -> AnyView {
    let (ingress, query) = (look.ingress, look.query);
    let path = look.shown.and_then(|shown| shown.path);
    let inside = match (path, &ingress.default_backend) {
        (Some(path), _) => route_view(path, query),
        (None, Some(backend)) => {
            arrow(view! { <span class="absent">"default"</span> }.into_any(), backend, query)
        }
        (None, None) => view! { <span class="absent">"no paths"</span> }.into_any(),
    };
    // A host that is no DNS name has no URL.
    let url = look.shown.and_then(|shown| link::to_path(ingress, shown.host?, shown.path?));
    view! {
        <div role="gridcell" class="cell paths" data-testid="cell-paths">
            <span class="first">{inside}</span>
            {more_button(look, ingress.backends().count().saturating_sub(1), "paths")}
            {copy_place(url.as_deref(), "URL", look.pointed)}
        </div>
    }
    .into_any()
}
