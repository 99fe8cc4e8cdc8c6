//! How long ago something was, as kubectl writes it.

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::age;
use kube_ingress_dash_model::ingress::Ingress;
use leptos::prelude::*;

use super::Look;
use crate::moment;

/// How old the object is.
pub fn age_cell(look: Look) -> AnyView {
    cell(look, |ingress| ingress.created_at, ("cell age", "cell-age", None))
}

/// How long ago the object was seen to change.
pub fn changed_cell(look: Look) -> AnyView {
    let otherwise = Some("not since the server's start");
    cell(look, |ingress| ingress.changed_at, ("cell changed", "cell-changed", otherwise))
}

/// `otherwise` is said on hover where there is no time.
fn cell(
    look: Look,
    time: fn(&Ingress) -> Option<Timestamp>,
    (class, name, otherwise): (&'static str, &'static str, Option<&'static str>),
) -> AnyView {
    let time = move || look.row.ingress.with(|ingress| time(ingress));
    let written = move || match time() {
        Some(time) => age::written(moment::seconds(look.context.store.now.get()) - time.as_second()),
        None => "–".to_owned(),
    };
    let exact = move || time().map(moment::exact).or_else(|| otherwise.map(str::to_owned));
    view! {
        <div role="gridcell" class=class data-testid=name title=exact>{written}</div>
    }
    .into_any()
}
