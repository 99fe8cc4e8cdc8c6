//! The paths: the first one of the host that is shown, where it leads, and how many more there are.

use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress};
use kube_ingress_dash_model::link;
use kube_ingress_dash_model::query::{Part, Query, Shown};
use leptos::prelude::*;

use super::Look;
use super::copy_place::copy_place;
use super::mark::marked;
use crate::table::popover::more_button;

/// A path and where it leads.
pub fn route_view(path: &HttpPath, query: &Query) -> AnyView {
    view! {
        <code>{marked(path.effective(), Part::Path, query)}</code>
        <span class="arrow">"→"</span>
        <code>{marked(&path.backend.to_string(), Part::Service, query)}</code>
    }
    .into_any()
}

/// The path of the shown host, if it has one, and the backend: of the path, or the default one.
fn route<'a>(ingress: &'a Ingress, shown: Option<Shown<'a>>) -> (Option<&'a HttpPath>, Option<&'a Backend>) {
    match shown.and_then(|shown| shown.path) {
        Some(path) => (Some(path), Some(&path.backend)),
        None => (None, ingress.default_backend.as_ref()),
    }
}

/// A host that is no DNS name has no URL.
fn url(ingress: &Ingress, shown: Option<Shown<'_>>) -> Option<String> {
    let shown = shown?;
    link::to_path(ingress, shown.host?, shown.path?)
}

/// One path of the shown host that matches the query, or its first, or the default backend.
pub fn paths_cell(look: Look) -> AnyView {
    let from = move || {
        look.of_shown(|ingress, shown, query| match route(ingress, shown) {
            (Some(path), _) => marked(path.effective(), Part::Path, query),
            (None, Some(_)) => "default".to_owned().into_any(),
            (None, None) => "no paths".to_owned().into_any(),
        })
    };
    let is_absent = move || look.of_shown(|ingress, shown, _| route(ingress, shown).0.is_none());
    let leads = Memo::new(move |_| look.of_shown(|ingress, shown, _| route(ingress, shown).1.is_some()));
    let to = move || {
        look.of_shown(|ingress, shown, query| match route(ingress, shown).1 {
            Some(backend) => marked(&backend.to_string(), Part::Service, query),
            None => String::new().into_any(),
        })
    };
    view! {
        <div role="gridcell" class="cell paths" data-testid="cell-paths">
            <span class="first">
                <code class:absent=is_absent>{from}</code>
                <span class="arrow">{move || if leads.get() { "→" } else { "" }}</span>
                <code>{to}</code>
            </span>
            {more_button(look, |ingress| ingress.backends().count().saturating_sub(1), "path")}
            {copy_place(look, "URL", url)}
        </div>
    }
    .into_any()
}
