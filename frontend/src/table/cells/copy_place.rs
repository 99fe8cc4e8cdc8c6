//! Room for a button that copies what stands before it; the button is there while the pointer or the keyboard is on the
//! row, and nothing moves when it comes.

use leptos::prelude::*;

use crate::copy::CopyButton;

pub fn copy_place(text: Option<&str>, label: &'static str, pointed: bool) -> AnyView {
    let text = text.filter(|text| pointed && !text.is_empty());
    let button = text.map(|text| view! { <CopyButton text=text.to_owned() label=label/> });
    view! { <span class="copy-place">{button}</span> }.into_any()
}
