//! What is said where no host is left, and the ways out.

use leptos::prelude::*;

use crate::route;

/// Why there is no line.
#[component]
pub(super) fn Nothing(
    /// The part of the hosts that is wanted, as it is typed.
    text: RwSignal<String>,
    only_troubled: Memo<bool>,
    show_all: Callback<()>,
) -> impl IntoView {
    let typed = Memo::new(move |_| text.with(|text| text.trim().to_owned()));
    let what =
        move || if only_troubled.get() { "No such host has trouble" } else { "No rule names such a host" };
    let all = move || {
        only_troubled.get().then(|| {
            view! {
                <button class="button" data-testid="show-all" on:click=move |_| show_all.run(())>
                    "Show those without trouble too"
                </button>
            }
        })
    };
    let explain = move || {
        typed.with(|typed| {
            (!typed.is_empty()).then(|| {
                view! {
                    <a class="button" href=route::to_explanation(typed) data-testid="explain-host">
                        "Explain what answers it"
                    </a>
                }
            })
        })
    };
    view! { <section class="empty" data-testid="no-hosts"><h2>{what}</h2>{all} " " {explain}</section> }
}
