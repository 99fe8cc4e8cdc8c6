//! What `spec.tls` says, in a sign and in words.

use kube_ingress_dash_model::tls::{TlsCoverage, coverage};
use leptos::prelude::*;

use crate::state::Row;

#[component]
pub fn TlsCell(shown: Row) -> impl IntoView {
    let coverage = Memo::new(move |_| shown.ingress.with(|ingress| coverage(ingress)));
    let words = move || match coverage.get() {
        TlsCoverage::Full => "TLS".to_owned(),
        TlsCoverage::Partial { covered, hosts } => format!("TLS for {covered} of {hosts} hosts"),
        TlsCoverage::None => "not in spec.tls".to_owned(),
    };
    let sign = move || match coverage.get() {
        TlsCoverage::Full => lock().into_any(),
        TlsCoverage::Partial { covered, hosts } => {
            view! { {lock()} <span class="share">{format!("{covered}/{hosts}")}</span> }.into_any()
        }
        TlsCoverage::None => "–".into_any(),
    };
    let class = move || match coverage.get() {
        TlsCoverage::Full => "cell tls full",
        TlsCoverage::Partial { .. } => "cell tls partial",
        TlsCoverage::None => "cell tls none",
    };
    view! {
        <div role="gridcell" class=class data-testid="cell-tls" title=words>
            <span aria-hidden="true">{sign}</span>
            <span class="visually-hidden">{words}</span>
        </div>
    }
}

fn lock() -> impl IntoView {
    view! {
        <svg class="lock" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z"/>
        </svg>
    }
}
