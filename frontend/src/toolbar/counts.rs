//! The figures above the table.

use std::time::Duration;

use kube_ingress_dash_model::summary::Summary;
use leptos::prelude::*;

use crate::browser;
use crate::state::Store;
use crate::text::count;

/// More rows than this are counted when changes rest, instead of with each change.
const MANY: usize = 5_000;
/// How long the figures of many rows are behind at least.
const BEHIND: Duration = Duration::from_millis(250);
/// Figures of many rows take no more than one part in this many of the time.
const SHARE: f64 = 20.0;

/// How many rows match, and what they amount to.
#[component]
pub fn Counts(store: Store) -> impl IntoView {
    let lines = store.lines;
    let summary = summary(store);
    let total = Memo::new(move |_| lines.total());
    let matches = Memo::new(move |_| lines.matches());
    let of_total = move || {
        let (shown, total) = (matches.get(), total.get());
        if shown == total { String::new() } else { format!("of {} ", count(total)) }
    };
    let tls = move || {
        summary
            .with(Summary::tls_percent)
            .map(|percent| view! { <span><b>{format!("{percent} %")}</b>" with TLS"</span> })
    };
    let figure = |number: Signal<usize>, one: &'static str, many: &'static str| {
        view! {
            <span>
                <b>{move || count(number.get())}</b> " "
                {move || if number.get() == 1 { one } else { many }}
            </span>
        }
    };
    view! {
        <div class="counts" data-testid="counts">
            <span>
                <b>{move || count(matches.get())}</b> " " {of_total}
                {move || if matches.get() == 1 { "ingress" } else { "ingresses" }}
            </span>
            {figure(Signal::derive(move || summary.with(|summary| summary.hosts)), "host", "hosts")}
            {tls}
            {figure(Signal::derive(move || summary.with(|summary| summary.namespaces)), "namespace", "namespaces")}
        </div>
    }
}

/// What the rows that match amount to. Of many rows it is a little behind, so that typing and changes are not.
fn summary(store: Store) -> RwSignal<Summary> {
    let lines = store.lines;
    let summary = RwSignal::new(Summary::default());
    let is_due = StoredValue::new(false);
    let cost = StoredValue::new(0.0);
    let sum = move || {
        let start = browser::now();
        let rows = lines.with_untracked(|view| Summary::of(view.rows().iter().map(AsRef::as_ref)));
        summary.try_set(rows);
        cost.try_set_value(browser::now() - start);
    };
    Effect::new(move |_| {
        if lines.matches() <= MANY {
            return sum();
        }
        if is_due.try_update_value(|is_due| std::mem::replace(is_due, true)) == Some(false) {
            let later = move || {
                if is_due.try_set_value(false).is_none() {
                    sum();
                }
            };
            set_timeout(later, BEHIND.max(Duration::from_secs_f64(cost.get_value() * SHARE / 1000.0)));
        }
    });
    summary
}
