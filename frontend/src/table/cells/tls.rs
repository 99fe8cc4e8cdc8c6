//! What `spec.tls` says, in a sign and in words. The class hides the lock where there is no TLS.

use kube_ingress_dash_model::tls::{TlsCoverage, coverage};
use leptos::prelude::*;

use super::Look;

pub fn tls_cell(look: Look) -> AnyView {
    let coverage = Memo::new(move |_| look.row.ingress.with(|ingress| coverage(ingress)));
    let class = move || match coverage.get() {
        TlsCoverage::Full => "cell tls full",
        TlsCoverage::Partial { .. } => "cell tls partial",
        TlsCoverage::None => "cell tls none",
    };
    let sign = move || match coverage.get() {
        TlsCoverage::Full => String::new(),
        TlsCoverage::Partial { covered, hosts } => format!("{covered}/{hosts}"),
        TlsCoverage::None => "–".to_owned(),
    };
    let words = move || match coverage.get() {
        TlsCoverage::Full => "TLS".to_owned(),
        TlsCoverage::Partial { covered, hosts } => format!("TLS for {covered} of {hosts} hosts"),
        TlsCoverage::None => "not in spec.tls".to_owned(),
    };
    view! {
        <div role="gridcell" class=class data-testid="cell-tls" title=words>
            <span aria-hidden="true">
                <svg class="lock" viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v6.5h-9z"/>
                </svg>
                <span class="share">{sign}</span>
            </span>
            <span class="visually-hidden">{words}</span>
        </div>
    }
    .into_any()
}
