//! The search box.

use kube_ingress_dash_model::query::Query;
use leptos::prelude::*;

use crate::address_text::{AddressText, TextField};
use crate::route;

/// The text filters at once; the URL follows when typing rests. Enter ends a search: the next one adds an entry to the
/// history.
#[component]
pub fn Search(written: AddressText, query: Memo<Query>) -> impl IntoView {
    let is_invalid = Signal::derive(move || query.with(|query| !query.problems().is_empty()));
    view! {
        <TextField
            written=written
            name="search"
            label="Search namespace, name, host, path, service, class and address"
            placeholder="Search namespace, name, host, path, service…"
            clear_label="Clear the search"
            remarks="search-remarks"
            is_invalid=is_invalid
        />
        <Remarks query=query/>
    }
}

/// What is wrong with the search, and what may have been meant.
#[component]
fn Remarks(query: Memo<Query>) -> impl IntoView {
    let problems = move || {
        query.with(|query| {
            let remark = |class: &'static str, words: String| view! { <p class=class>{words}</p> };
            let problems = query.problems().iter().map(|problem| remark("problem", problem.to_string()));
            let hints = query.hints().iter().map(|hint| remark("hint", hint.to_string()));
            problems.chain(hints).collect_view()
        })
    };
    let explained = Memo::new(move |_| query.with(|query| query.url().map(ToString::to_string)));
    let explain = move || {
        explained.get().map(|url| {
            view! {
                <p class="hint">
                    "Best answers first. "
                    <a href=route::to_explanation(&url) data-testid="explain-search">"Explain which Ingress answers this URL"</a>
                </p>
            }
        })
    };
    view! { <div id="search-remarks" class="remarks" data-testid="search-remarks" aria-live="polite">{problems} {explain}</div> }
}
