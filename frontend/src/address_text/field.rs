//! The field that a text of the address is typed in.

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::AddressText;

/// The element that the key `/` leads to.
pub const FIELD: &str = "search";

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
    let clear_and_stay = move |_| {
        written.clear();
        focus();
    };
    view! {
        <div class="search" role="search">
            <kbd aria-hidden="true">"/"</kbd>
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
            />
            <Show when=move || text.with(|text| !text.is_empty())>
                <button data-testid=[name, "-clear"].concat() aria-label=clear_label on:click=clear_and_stay>"×"</button>
            </Show>
        </div>
    }
}
