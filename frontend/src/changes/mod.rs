//! What changed: the last changes that this page has seen, the newest first, each with what differs.

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::difference::{self, Difference};
use kube_ingress_dash_model::key::IngressKey;
use leptos::ev::KeyboardEvent;
use leptos::html::Aside;
use leptos::prelude::*;

use crate::moment;
use crate::state::{Seen, Store};

/// Changes that are listed at first, and with each further step.
const STEP: usize = 50;
/// Differences that are told of one change.
const TOLD: usize = 6;

/// The panel.
#[component]
pub fn Changes(store: Store, close: Callback<()>, open: Callback<IngressKey>) -> impl IntoView {
    let most = RwSignal::new(STEP);
    // What is under the pointer stays there: the last change that is shown meanwhile.
    let last = RwSignal::new(None);
    let panel: NodeRef<Aside> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            let _ = panel.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close.run(());
        }
    };
    let listed = move || match last.get() {
        Some(last) => store.history.newest_up_to(last, most.get()),
        None => store.history.newest(most.get()),
    };
    let has_more = move || store.history.kept_up_to(last.get().unwrap_or(u64::MAX)) > most.get();
    view! {
        <aside
            class="changes"
            data-testid="changes"
            aria-label="What changed"
            tabindex="-1"
            node_ref=panel
            on:keydown=on_key
            on:pointerenter=move |_| last.set(Some(store.history.count_untracked()))
            on:pointerleave=move |_| last.set(None)
        >
            <header>
                <h2>"What changed"</h2>
                <button class="button" aria-label="Close" on:click=move |_| close.run(())>"×"</button>
            </header>
            <Show
                when=move || { store.history.count() > 0 }
                fallback=|| view! { <p class="absent">"Nothing has changed since this page was opened."</p> }
            >
                <ol>
                    <For
                        each=listed
                        key=|seen| seen.number
                        children=move |seen| view! { <Entry store=store seen=seen open=open/> }
                    />
                </ol>
                <Show when=has_more>
                    <button class="button more-changes" on:click=move |_| most.update(|most| *most += STEP)>
                        "Show more"
                    </button>
                </Show>
            </Show>
        </aside>
    }
}

#[component]
fn Entry(store: Store, seen: Seen, open: Callback<IngressKey>) -> impl IntoView {
    let key = seen.change.latest().key();
    let (kind, word) = match seen.change {
        Change::Added(_) => ("added", "added"),
        Change::Updated { .. } => ("updated", "changed"),
        Change::Removed(_) => ("removed", "removed"),
    };
    let differences = match &seen.change {
        Change::Updated { before, after } => difference::between(before, after),
        Change::Added(_) | Change::Removed(_) => Vec::new(),
    };
    let rest = differences.len().saturating_sub(TOLD);
    let hosts = match &seen.change {
        Change::Updated { .. } => None,
        change => Some(change.latest().hosts().flatten().take(3).collect::<Vec<_>>().join(", ")),
    };
    let at = seen.at;
    let ago = move || age::written(moment::seconds(store.now.get().max(at) - at));
    let name = key.to_string();
    view! {
        <li data-testid="change" data-kind=kind>
            <span class="kind">{word}</span>
            <button class="link" on:click=move |_| open.run(key.clone())>{name}</button>
            <span class="share">{ago}</span>
            {hosts.map(|hosts| view! { <p class="absent">{hosts}</p> })}
            {(!differences.is_empty()).then(|| view! {
                <ul>{differences.into_iter().take(TOLD).map(difference_view).collect_view()}</ul>
            })}
            {(rest > 0).then(|| view! { <p class="absent">{format!("and {rest} more")}</p> })}
        </li>
    }
}

fn difference_view(difference: Difference) -> impl IntoView {
    let before = difference.before.map(|before| view! { <del>{before}</del> });
    let after = difference.after.map(|after| view! { <ins>{after}</ins> });
    let sign = match (before.is_some(), after.is_some()) {
        (true, true) => Some(" → "),
        (false, true) => Some("+ "),
        (_, false) => None,
    };
    view! { <li><code>{difference.what}</code> ": " {before} {sign} {after}</li> }
}
