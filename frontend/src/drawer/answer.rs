//! What stands in the place of an answer while there is none, and above one that could not be renewed.

use leptos::prelude::*;

use crate::ask::{Failure, Fetched};

/// That it is on its way, or why there is none and how to ask again. Where the API server refuses, `grant` is the least
/// rule that lets the server read it.
#[component]
pub fn AnswerView(fetched: Fetched, is_empty: Signal<bool>, grant: &'static str) -> impl IntoView {
    let failure = Memo::new(move |_| {
        let is_unreadable = is_empty.get() && !fetched.is_loading.get();
        let failure = fetched.answer.with(|answer| answer.failure.clone());
        failure.or_else(|| is_unreadable.then(|| Failure::malformed(None)))
    });
    let again = move |_| fetched.again.notify();
    move || match failure.get() {
        Some(failure) => {
            let (title, detail) = words(&failure);
            let grant = failure.is_refusal().then(|| {
                view! { <p>"This is missing in a role of the server's account:"</p> <pre><code>{grant}</code></pre> }
            });
            view! {
                <div class="failure" role="alert" data-testid="failure">
                    <h3>{title}</h3>
                    <p>{detail}</p>
                    {grant}
                    <button class="button" data-testid="retry" on:click=again>"Try again"</button>
                </div>
            }
            .into_any()
        }
        None if is_empty.get() => view! { <p class="loading absent">"Loading…"</p> }.into_any(),
        None => ().into_any(),
    }
}

fn words(failure: &Failure) -> (String, String) {
    if failure.is_absence() {
        return ("Deleted".to_owned(), "The server does not have this Ingress any more.".to_owned());
    }
    (failure.title.clone(), failure.detail.clone())
}
