//! What stands in the cells of a row. All cells but those that follow the clock are drawn at once, from one look at what
//! they depend on: a row that comes into view costs a few reactive nodes instead of a few for each cell.

mod address;
mod class;
mod copy_place;
mod findings;
mod hosts;
mod mark;
mod name;
mod paths;
mod time;
mod tls;

use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::{Query, Shown};
use leptos::prelude::*;

use super::TableContext;
pub use hosts::host_view;
pub use mark::marked;
pub use paths::route_view;
pub use time::{age_cell, changed_cell};

/// What the cells of a row are drawn from.
pub struct Look<'a> {
    pub context: TableContext,
    pub ingress: &'a Arc<Ingress>,
    pub query: &'a Query,
    /// The host and the path that stand for all.
    pub shown: Option<Shown<'a>>,
    /// Whether Tab leads into the row.
    pub active: bool,
    /// Whether the pointer or the keyboard is on the row.
    pub pointed: bool,
    /// Whether it has changed a moment ago.
    pub has_changed: bool,
}

/// The cells, in the order of the headings.
pub fn cells(look: &Look) -> AnyView {
    view! {
        {name::namespace_cell(look)}
        {name::name_cell(look)}
        {class::class_cell(look)}
        {hosts::hosts_cell(look)}
        {paths::paths_cell(look)}
        {tls::tls_cell(look)}
        {findings::findings_cell(look)}
        {address::address_cell(look)}
    }
    .into_any()
}

/// Whether Tab leads to a control: only in the row that the keyboard is on.
pub fn tab_index(active: bool) -> &'static str {
    if active { "0" } else { "-1" }
}
