//! What the keys do and how a query is written, in one dialog.

mod lists;

use leptos::prelude::*;

use crate::dialog::{Dialog, Modal};
use crate::keys::{BINDINGS, platform};

/// The dialog.
#[component]
pub fn Help(modal: Modal) -> impl IntoView {
    let keys = || {
        let page = BINDINGS.iter().map(|binding| (binding.label(), binding.about));
        std::iter::once((platform::palette().to_owned(), "Jump to a host, an Ingress or a command"))
            .chain(page)
            .chain(lists::TABLE.map(|(keys, about)| (keys.to_owned(), about)))
            .map(|(keys, about)| view! { <dt><kbd>{keys}</kbd></dt><dd>{about}</dd> }.into_any())
            .collect::<Vec<_>>()
    };
    let terms = |terms: &'static [(&'static str, &'static str)]| {
        terms
            .iter()
            .map(|(term, about)| view! { <dt><code>{*term}</code></dt><dd>{*about}</dd> }.into_any())
            .collect::<Vec<_>>()
    };
    view! {
        <Dialog modal=modal name="help" label="Keys and query">
            <section>
                <h3>"Keys"</h3>
                <p class="hint">
                    "Letters act where nothing is typed: from the table, the details or the bare page. The settings turn them off."
                </p>
                <dl data-testid="help-keys">{keys}</dl>
            </section>
            <section>
                <h3>"Query"</h3>
                <p class="hint">
                    "One text holds the whole filter; every term must match. A bare word matches namespace, name, host, path, service, class and address."
                </p>
                <dl data-testid="help-query">{terms(&lists::GRAMMAR)}</dl>
                <h3>"Fields"</h3>
                <dl>{terms(&lists::FIELDS)}</dl>
            </section>
        </Dialog>
    }
}
