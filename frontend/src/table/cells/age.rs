//! How old the object is, as kubectl writes it.

use kube_ingress_dash_model::age;
use leptos::prelude::*;

use crate::moment;
use crate::state::Row;
use crate::table::TableContext;

#[component]
pub fn AgeCell(context: TableContext, shown: Row) -> impl IntoView {
    let created = move || shown.ingress.with(|ingress| ingress.created_at);
    let written = move || match created() {
        Some(created) => age::written(moment::seconds(context.store.now.get()) - created.as_second()),
        None => "–".to_owned(),
    };
    let exact = move || created().map(moment::exact);
    view! {
        <div role="gridcell" class="cell age" data-testid="cell-age" title=exact>{written}</div>
    }
}
