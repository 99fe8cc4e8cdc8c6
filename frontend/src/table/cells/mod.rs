//! What stands in the cells of a row. The elements of a cell are the same for every row and stay; what is in them
//! follows signals piece by piece, so that another row costs the browser no more than the texts that differ.

mod address;
mod class;
mod copy_place;
mod cut;
mod findings;
mod hosts;
mod mark;
mod name;
mod paths;
mod room;
mod time;
mod tls;

use kube_ingress_dash_model::ingress::{HttpPath, Ingress};
use kube_ingress_dash_model::query::{self, Query, Shown};
use leptos::prelude::*;

use super::TableContext;
use crate::state::Row;
pub use hosts::host_view;
pub use paths::route_view;

/// What the cells of a row follow.
#[derive(Clone, Copy)]
pub struct Look {
    pub context: TableContext,
    pub row: Row,
    /// Whether Tab leads into the row.
    pub active: Memo<bool>,
    /// Whether the pointer or the keyboard is on the row.
    pub pointed: Memo<bool>,
    /// Whether it has changed a moment ago.
    pub has_changed: Memo<bool>,
    first: Memo<Option<First>>,
}

/// The host and the path that stand for all, as [`Shown`] has them.
#[derive(Clone, PartialEq)]
struct First {
    host: Option<String>,
    path: Option<HttpPath>,
}

impl First {
    fn of(shown: Shown<'_>) -> Self {
        Self { host: shown.host.map(str::to_owned), path: shown.path.cloned() }
    }

    fn shown(&self) -> Shown<'_> {
        Shown { host: self.host.as_deref(), path: self.path.as_ref() }
    }
}

impl Look {
    /// What the cells of this row follow, for as long as the present owner lives.
    pub fn new(
        context: TableContext,
        row: Row,
        active: Memo<bool>,
        pointed: Memo<bool>,
        has_changed: Memo<bool>,
    ) -> Self {
        let first = Memo::new(move |_| {
            let ingress = row.ingress.read();
            context.query.with_untracked(|query| query::shown(&ingress, query).map(First::of))
        });
        Self { context, row, active, pointed, has_changed, first }
    }

    /// Something of the Ingress, and of the query where that matters. Tracks the Ingress, which is
    /// drawn anew when the rows are searched: what has hundreds of followers is slow to follow.
    fn of<T>(self, read: impl FnOnce(&Ingress, &Query) -> T) -> T {
        self.row.ingress.with(|ingress| self.context.query.with_untracked(|query| read(ingress, query)))
    }

    /// Something of the host and the path that stand for all; none are where there are no rules. Tracks as [`Look::of`] does.
    fn of_shown<T>(self, read: impl FnOnce(&Ingress, Option<Shown<'_>>, &Query) -> T) -> T {
        self.first
            .with(|first| self.of(|ingress, query| read(ingress, first.as_ref().map(First::shown), query)))
    }
}

/// The cells, in the order of the headings.
pub fn cells(look: Look) -> AnyView {
    view! {
        {name::namespace_cell(look)}
        {name::name_cell(look)}
        {class::class_cell(look)}
        {hosts::hosts_cell(look)}
        {paths::paths_cell(look)}
        {tls::tls_cell(look)}
        {findings::findings_cell(look)}
        {address::address_cell(look)}
        {time::changed_cell(look)}
        {time::age_cell(look)}
    }
    .into_any()
}

/// Whether Tab leads to a control: only in the row that the keyboard is on.
pub fn tab_index(active: bool) -> &'static str {
    if active { "0" } else { "-1" }
}
