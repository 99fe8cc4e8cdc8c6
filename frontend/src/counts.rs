//! The figures above the table.

use leptos::prelude::*;

use crate::state::{self, Store, Visible};
use crate::text::count;

/// How many rows match, and what they amount to.
#[component]
pub fn Counts(store: Store, visible: Memo<Visible>) -> impl IntoView {
    let summary = Memo::new(move |_| visible.with(state::summary));
    let total = Memo::new(move |_| store.total());
    let of_total = move || {
        let (shown, total) = (summary.get().ingresses, total.get());
        if shown == total { String::new() } else { format!("of {} ", count(total)) }
    };
    let tls = move || {
        summary
            .get()
            .tls_percent()
            .map(|percent| view! { <span><b>{format!("{percent} %")}</b>" with TLS"</span> })
    };
    let noun =
        move |number: usize, one: &'static str, many: &'static str| if number == 1 { one } else { many };
    view! {
        <div class="counts" data-testid="counts">
            <span>
                <b>{move || count(summary.get().ingresses)}</b> " " {of_total}
                {move || noun(summary.get().ingresses, "ingress", "ingresses")}
            </span>
            <span><b>{move || count(summary.get().hosts)}</b> " " {move || noun(summary.get().hosts, "host", "hosts")}</span>
            {tls}
            <span>
                <b>{move || count(summary.get().namespaces)}</b> " "
                {move || noun(summary.get().namespaces, "namespace", "namespaces")}
            </span>
        </div>
    }
}
