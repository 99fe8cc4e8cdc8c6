//! The field that a text of the address is typed in.

use leptos::ev::KeyboardEvent;
use leptos::html::{Div, Input};
use leptos::prelude::*;

use super::AddressText;
use crate::browser;

/// The element that the key `/` leads to.
pub const FIELD: &str = "search";

/// Whether the key leads from the field on to what was found.
pub fn is_left_by(event: &KeyboardEvent) -> bool {
    matches!(event.key().as_str(), "Enter" | "ArrowDown")
        && browser::target(event).is_some_and(|target| target.id() == FIELD)
}

/// Draws a text in colours. Every letter has to keep its place.
pub type Colouring = fn(&str) -> AnyView;

/// The field. Enter ends the text, Escape empties it and then leaves the field.
#[component]
pub fn TextField(
    written: AddressText,
    /// What tests call it.
    name: &'static str,
    /// What it is for.
    label: &'static str,
    /// What stands in it while it is empty.
    placeholder: &'static str,
    /// What the button is for that empties it.
    clear_label: &'static str,
    /// The element that says what is wrong with the text.
    remarks: &'static str,
    /// Whether anything is.
    is_invalid: Signal<bool>,
    /// What is drawn in place of the text: the same letters, in colours.
    #[prop(optional)]
    coloured: Option<Colouring>,
    /// Whether it takes the focus while it is empty.
    #[prop(optional)]
    takes_focus: bool,
) -> impl IntoView {
    let input: NodeRef<Input> = NodeRef::new();
    let text = written.text;
    let focus = move || {
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    Effect::new(move |_| {
        if input.get().is_some() && takes_focus && text.with_untracked(String::is_empty) {
            focus();
        }
    });
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if text.with_untracked(String::is_empty) => {
            if let Some(input) = input.get_untracked() {
                let _ = input.blur();
            }
        }
        "Escape" => written.clear(),
        "Enter" => written.end(),
        _ => {}
    };
    let backdrop: NodeRef<Div> = NodeRef::new();
    let follow_scroll = move || {
        // A frame may come after the field has gone.
        let (Some(Some(input)), Some(Some(backdrop))) =
            (input.try_get_untracked(), backdrop.try_get_untracked())
        else {
            return;
        };
        backdrop.set_scroll_left(input.scroll_left());
    };
    let colours = coloured.map(|coloured| {
        Effect::new(move |_| {
            text.track();
            request_animation_frame(follow_scroll);
        });
        view! {
            <div class="backdrop" data-testid=[name, "-colours"].concat() aria-hidden="true" node_ref=backdrop>
                {move || text.with(|text| coloured(text))}
            </div>
        }
    });
    let clear_and_stay = move |_| {
        written.clear();
        focus();
    };
    view! {
        <div class="search" role="search">
            <kbd aria-hidden="true">"/"</kbd>
            <div class="typed" class:coloured=coloured.is_some()>
            {colours}
            <input
                id=FIELD
                data-testid=name
                type="text"
                aria-describedby=remarks
                aria-invalid=move || is_invalid.get().to_string()
                aria-label=label
                placeholder=placeholder
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                node_ref=input
                prop:value=move || text.get()
                on:input=move |event| written.take(event_target_value(&event))
                on:keydown=on_key
                on:scroll=move |_| follow_scroll()
            />
            </div>
            <Show when=move || text.with(|text| !text.is_empty())>
                <button data-testid=[name, "-clear"].concat() aria-label=clear_label on:click=clear_and_stay>"×"</button>
            </Show>
        </div>
    }
}
