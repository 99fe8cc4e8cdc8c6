//! A button and what it opens below itself: a panel of choices, closed by Escape, by a click elsewhere, or by leaving it.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// The button, and its panel while it is open. What is in the panel exists only then.
#[component]
pub fn Menu(
    /// What tests call it: the button is `menu-NAME`, the panel `menu-NAME-panel`.
    name: &'static str,
    /// What stands on the button.
    #[prop(into)]
    label: Signal<String>,
    /// Whether something is chosen in it.
    #[prop(into)]
    is_set: Signal<bool>,
    /// Whether the panel ends where the button does, instead of beginning there.
    #[prop(optional)]
    at_end: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let button: NodeRef<Button> = NodeRef::new();
    let panel: NodeRef<Div> = NodeRef::new();
    Effect::new(move |_| {
        let first = panel.get().and_then(|panel| panel.query_selector("input, button, a").ok().flatten());
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            is_open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
        "ArrowDown" => step(&event, panel, 1),
        "ArrowUp" => step(&event, panel, -1),
        _ => {}
    };
    let on_leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let is_inside = |element: &web_sys::Node| element.contains(to.as_ref());
        let stays = panel.get_untracked().is_some_and(|panel| is_inside(&panel))
            || button.get_untracked().is_some_and(|button| is_inside(&button));
        // Without a target the window itself lost the focus, or what was clicked takes none.
        if to.is_some() && !stays {
            is_open.set(false);
        }
    };
    view! {
        <div class="menu-place">
            <button
                class="choice"
                class:on=is_set
                data-testid=format!("menu-{name}")
                node_ref=button
                aria-expanded=move || is_open.get().to_string()
                aria-haspopup="dialog"
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {label} <span class="fold" aria-hidden="true">"▾"</span>
            </button>
            {move || is_open.get().then(|| view! {
                <div class="veil" on:click=move |_| is_open.set(false)></div>
                <div
                    class="menu"
                    class:at-end=at_end
                    role="dialog"
                    aria-label=label
                    data-testid=format!("menu-{name}-panel")
                    node_ref=panel
                    on:keydown=on_key
                    on:focusout=on_leave
                >
                    {children()}
                </div>
            })}
        </div>
    }
}

/// Moves the focus to the next choice, or to the one before.
fn step(event: &KeyboardEvent, panel: NodeRef<Div>, by: i32) {
    let choices = panel.get_untracked().and_then(|panel| panel.query_selector_all("input, button, a").ok());
    let Some(choices) = choices else { return };
    let focused = document().active_element();
    let count = i32::try_from(choices.length()).unwrap_or_default();
    let is_focused = |index: &i32| {
        let choice = u32::try_from(*index).ok().and_then(|index| choices.get(index));
        choice
            .is_some_and(|choice| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(&choice))))
    };
    let current = (0..count).find(is_focused).unwrap_or(-1);
    let next = u32::try_from((current + by).clamp(0, (count - 1).max(0))).unwrap_or_default();
    if let Some(choice) = choices.get(next).and_then(|choice| choice.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = choice.focus();
    }
}
