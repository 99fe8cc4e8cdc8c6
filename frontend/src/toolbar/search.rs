//! The search box.

use kube_ingress_dash_model::query::{self, Segment};
use kube_ingress_dash_model::view::Grouping;
use leptos::prelude::*;

use super::Controls;
use crate::address_text::TextField;
use crate::route;
use crate::table::column;

/// The text filters at once; the URL follows when typing rests. Enter ends a search: the next one adds an entry to the
/// history.
#[component]
pub fn Search(controls: Controls) -> impl IntoView {
    let is_invalid = Memo::new(move |_| controls.reading.with(|query| !query.problems().is_empty()));
    view! {
        <TextField
            written=controls.written
            name="search"
            label="Search namespace, name, host, path, service, class and address"
            placeholder="Search namespace, name, host, path, service…"
            clear_label="Clear the search"
            remarks="search-remarks"
            is_invalid=is_invalid.into()
            coloured=coloured
        />
        <Remarks controls=controls is_invalid=is_invalid/>
    }
}

/// Fields and mistakes can be told from the rest.
fn coloured(text: &str) -> AnyView {
    let segment = |Segment { range, is_field, is_mistaken }: Segment| {
        // The field shows its text in one line.
        let letters = text.get(range).unwrap_or_default().replace(['\n', '\r'], "");
        view! { <span class:names-field=is_field class:mistaken=is_mistaken>{letters}</span> }
    };
    query::segments(text).into_iter().map(segment).collect_view().into_any()
}

/// What is wrong with the search, and what may have been meant.
#[component]
fn Remarks(controls: Controls, is_invalid: Memo<bool>) -> impl IntoView {
    let store = controls.store;
    let is_nothing_found = Memo::new(move |_| store.complete.get() && store.lines.matches() == 0);
    let remarks = move || {
        controls.reading.with(|query| {
            let remark = |class: &'static str, words: String| view! { <p class=class>{words}</p> };
            let problems = query.problems().iter().map(|problem| remark("problem", problem.to_string()));
            let hints = query.hints().iter();
            let hints = hints
                .filter(|hint| is_nothing_found.get() && !is_invalid.get() || !hint.is_about_nothing_found());
            let hints = hints.map(|hint| remark("hint", hint.to_string()));
            problems.chain(hints).collect_view()
        })
    };
    let standing = move || {
        is_invalid.get().then(|| {
            let what = move || {
                controls.standing.with(|text| match text.as_str() {
                    "" => "everything".into_any(),
                    text => view! { <q>{text.to_owned()}</q> }.into_any(),
                })
            };
            view! { <p class="hint" data-testid="standing">"Until the search makes sense, the table shows " {what} "."</p> }
        })
    };
    // The headings claim no order then, and it is said here.
    let order = move || {
        let first = match controls.grouping.get() {
            Grouping::None => "Best answers first",
            _ => "Best answers first within each group",
        };
        [first, ", equal ones by ", &column::words(controls.order.get()), ". "].concat()
    };
    let explained = Memo::new(move |_| controls.query.with(|query| query.url().map(ToString::to_string)));
    let explain = move || {
        explained.get().map(|url| {
            view! {
                <p class="hint">
                    {order}
                    <a href=route::to_explanation(&url) data-testid="explain-search">"Explain which Ingress answers this URL"</a>
                </p>
            }
        })
    };
    view! {
        <div id="search-remarks" class="remarks" data-testid="search-remarks" aria-live="polite">
            {remarks} {standing} {explain}
        </div>
    }
}
