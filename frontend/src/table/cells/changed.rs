//! How long ago the object was seen to change.

use kube_ingress_dash_model::age;
use leptos::prelude::*;

use crate::moment;
use crate::state::Row;
use crate::table::TableContext;

#[component]
pub fn ChangedCell(context: TableContext, shown: Row) -> impl IntoView {
    let changed = move || shown.ingress.with(|ingress| ingress.changed_at);
    let written = move || match changed() {
        Some(changed) => age::written(moment::seconds(context.store.now.get()) - changed.as_second()),
        None => "–".to_owned(),
    };
    let exact = move || match changed() {
        Some(changed) => moment::exact(changed),
        None => "not since the server's start".to_owned(),
    };
    view! {
        <div role="gridcell" class="cell changed" data-testid="cell-changed" title=exact>{written}</div>
    }
}
