//! The entries of the palette.

use kube_ingress_dash_model::fuzzy::Pattern;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::Finding;
use super::find::{self, Entry};
use crate::keys::BINDINGS;
use crate::marks::marked;

/// The id of an entry's element.
pub(super) fn id(index: usize) -> String {
    ["palette-", &index.to_string()].concat()
}

/// All entries.
#[component]
pub(super) fn Options(finding: Finding, act: Callback<(usize, bool)>) -> impl IntoView {
    let option = move |(index, entry): (usize, &Entry)| {
        let is_chosen = move || finding.chosen.get() == index;
        let on_click = move |event: MouseEvent| act.run((index, event.ctrl_key() || event.meta_key()));
        // Only a pointer that moves chooses: one that rests where the list opens does not.
        let on_move = move |_| {
            if finding.chosen.get_untracked() != index {
                finding.chosen.set(index);
            }
        };
        let inside = finding.pattern.with_untracked(|pattern| inside(entry, pattern));
        view! {
            <li
                role="option"
                id=id(index)
                data-testid="palette-option"
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                on:click=on_click
                on:mousemove=on_move
            >
                {inside}
            </li>
        }
    };
    // The pattern is set after the entries, for marks.
    let options = move || {
        finding.pattern.track();
        finding.entries.with_untracked(|entries| entries.iter().enumerate().map(option).collect_view())
    };
    view! { <ul class="palette-list" id="palette-list" role="listbox" tabindex="-1" aria-label="Found">{options}</ul> }
}

fn inside(entry: &Entry, pattern: &Pattern) -> AnyView {
    let marked = |text: &str| marked(text, &pattern.marks(text));
    match entry {
        Entry::Command(offer) => {
            let keys = BINDINGS.iter().find(|binding| binding.command == offer.command);
            view! {
                <span class="main command">{marked(offer.name)}</span>
                {keys.map(|binding| view! { <kbd>{binding.label()}</kbd> })}
            }
            .into_any()
        }
        Entry::Url(url) => {
            view! { <span class="main command">"Explain " <b>{url.clone()}</b></span> }.into_any()
        }
        Entry::Row(ingress) => {
            let key = ingress.key().to_string();
            let key_view = marked(&key);
            match find::host(ingress, pattern) {
                Some(host) => view! {
                    <span class="main">{marked(host)}</span>
                    <span class="side">{key_view}</span>
                }
                .into_any(),
                None => view! { <span class="main">{key_view}</span> }.into_any(),
            }
        }
    }
}
