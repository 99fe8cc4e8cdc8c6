//! What `spec.tls` says, in a sign and in words.

use kube_ingress_dash_model::tls::{TlsCoverage, coverage};
use leptos::prelude::*;

use super::Look;

pub fn tls_cell(look: &Look) -> AnyView {
    let (class, words, sign) = match coverage(look.ingress) {
        TlsCoverage::Full => ("cell tls full", "TLS".to_owned(), lock()),
        TlsCoverage::Partial { covered, hosts } => (
            "cell tls partial",
            format!("TLS for {covered} of {hosts} hosts"),
            view! { {lock()} <span class="share">{format!("{covered}/{hosts}")}</span> }.into_any(),
        ),
        TlsCoverage::None => ("cell tls none", "not in spec.tls".to_owned(), "–".into_any()),
    };
    let title = words.clone();
    view! {
        <div role="gridcell" class=class data-testid="cell-tls" title=title>
            <span aria-hidden="true">{sign}</span>
            <span class="visually-hidden">{words}</span>
        </div>
    }
    .into_any()
}

fn lock() -> AnyView {
    view! {
        <svg class="lock" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z"/>
        </svg>
    }
    .into_any()
}
