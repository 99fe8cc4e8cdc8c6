//! What stands on the page while nothing is asked.

use kube_ingress_dash_model::link;
use leptos::prelude::*;

use crate::state::Store;

/// How many examples are given.
const EXAMPLES: usize = 2;

/// What the page is for, and examples from the cluster.
#[component]
pub(super) fn Start(
    store: Store,
    /// Asks for a URL.
    ask: Callback<String>,
) -> impl IntoView {
    let example = move |url: String| {
        let asked = url.clone();
        view! {
            <li>
                <button class="example" data-testid="example" on:click=move |_| ask.run(asked.clone())>
                    <code>{url}</code>
                </button>
            </li>
        }
    };
    let examples = move || {
        // The rows as they are when the first state is there: examples shall not move.
        let examples = if store.complete.get() { examples(store) } else { Vec::new() };
        (!examples.is_empty()).then(|| {
            view! { <p>"For example:"</p> <ul>{examples.into_iter().map(example).collect_view()}</ul> }
        })
    };
    view! {
        <section class="empty" data-testid="explain-start">
            <h2>"Which Ingress answers this URL?"</h2>
            <p>
                "Type or paste a URL. The page says which Ingress answers it, step by step why, and why the others do not. It reads Ingresses alone and sends no request to the URL."
            </p>
            {examples}
        </section>
    }
}

/// URLs that lead somewhere; those with a path first.
fn examples(store: Store) -> Vec<String> {
    let (mut with_path, mut without) = (Vec::new(), Vec::new());
    store.each_row(&mut |row| {
        if with_path.len() == EXAMPLES {
            return;
        }
        for rule in &row.rules {
            let Some((host, path)) = rule.host.as_deref().zip(rule.paths.last()) else { continue };
            match link::to_path(row, host, path) {
                Some(url) if path.path.len() > 1 => return with_path.push(url),
                Some(url) if without.len() < EXAMPLES => without.push(url),
                _ => {}
            }
        }
    });
    with_path.into_iter().chain(without).take(EXAMPLES).collect()
}
