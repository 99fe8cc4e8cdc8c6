//! The figures above the table.

use std::time::Duration;

use kube_ingress_dash_model::summary::Summary;
use leptos::prelude::*;

use crate::state::Store;
use crate::text::count;

/// So many rows are counted at once, a few milliseconds; more are not counted while a letter is typed.
const PART: usize = 3_000;
/// How long after a search of more rows the rest is counted.
const REST: Duration = Duration::from_millis(100);

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
        let percent = summary.with(|summary| summary.as_ref().and_then(Summary::tls_percent));
        percent.map(|percent| view! { <span><b>{format!("{percent} %")}</b>" with TLS"</span> })
    };
    let figure = move |number: fn(&Summary) -> usize, one: &'static str, many: &'static str| {
        let number = Memo::new(move |_| summary.with(|summary| summary.as_ref().map_or(0, number)));
        view! {
            <span>
                <b>{move || count(number.get())}</b> " "
                {move || if number.get() == 1 { one } else { many }}
            </span>
        }
    };
    let is_counted = Memo::new(move |_| summary.with(Option::is_some));
    let is_known = Memo::new(move |_| total.get() > 0 || store.complete.get());
    view! {
        <div class="counts" data-testid="counts">
            <Show when=move || is_known.get()>
                <span>
                    <b>{move || count(matches.get())}</b> " " {of_total}
                    {move || if total.get() == 1 { "ingress" } else { "ingresses" }}
                </span>
            </Show>
            <Show when=move || is_counted.get()>
                {figure(|summary| summary.hosts, "host", "hosts")}
                {tls}
                {figure(|summary| summary.namespaces, "namespace", "namespaces")}
            </Show>
        </div>
    }
}

/// What the rows that match amount to; null until the first state is complete and counted. Where they are many it is
/// behind until typing rests.
fn summary(store: Store) -> RwSignal<Option<Summary>> {
    let lines = store.lines;
    let summary = RwSignal::new(None);
    let is_due = StoredValue::new(false);
    Effect::new(move |_| {
        if !store.complete.get() {
            return;
        }
        let few = || lines.matches() <= PART;
        if let Some(counted) = lines.summary().or_else(|| few().then(|| lines.count(PART))?) {
            summary.set(Some(counted));
        } else if is_due.try_update_value(|is_due| std::mem::replace(is_due, true)) == Some(false) {
            count_later(store, summary, is_due);
        }
    });
    summary
}

fn count_later(store: Store, summary: RwSignal<Option<Summary>>, is_due: StoredValue<bool>) {
    let layout = untrack(|| store.lines.layout());
    set_timeout(move || count_on(store, summary, is_due, layout), REST);
}

/// Counts a part after the other, and lets the browser draw in between. It begins anew where there was another search
/// since, whose rows are to be drawn first.
fn count_on(store: Store, summary: RwSignal<Option<Summary>>, is_due: StoredValue<bool>, layout: u32) {
    if is_due.try_get_value().is_none() {
        return;
    }
    if untrack(|| store.lines.layout()) != layout {
        return count_later(store, summary, is_due);
    }
    match store.lines.count(PART) {
        Some(counted) => {
            is_due.set_value(false);
            summary.set(Some(counted));
        }
        None => set_timeout(move || count_on(store, summary, is_due, layout), Duration::ZERO),
    }
}
