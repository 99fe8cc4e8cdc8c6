//! Room for a button that copies what stands before it; the button is there while the pointer or the keyboard is on the
//! row, and nothing moves when it comes.

use leptos::prelude::*;

use crate::copy::CopyButton;

#[component]
pub fn CopyPlace(text: Signal<String>, label: &'static str, pointed: Memo<bool>) -> impl IntoView {
    let shows = Memo::new(move |_| pointed.get() && text.with(|text| !text.is_empty()));
    view! {
        <span class="copy-place">
            {move || shows.get().then(|| view! { <CopyButton text=text label=label/> })}
        </span>
    }
}
