//! The class.

use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::marked;
use crate::state::Row;
use crate::table::TableContext;

#[component]
pub fn ClassCell(context: TableContext, shown: Row) -> impl IntoView {
    let class = Memo::new(move |_| shown.ingress.with(|ingress| ingress.class.clone()));
    let inside = move || match class.get() {
        Some(class) => context.query.with(|query| marked(&class, Part::Class, query)),
        None => view! { <span class="absent">"none"</span> }.into_any(),
    };
    view! {
        <div role="gridcell" class="cell class" data-testid="cell-class" title=move || class.get()>{inside}</div>
    }
}
