//! Copies the address of what is shown.

use leptos::prelude::*;

use crate::copy::CopyButton;
use crate::drawer;

/// The button.
#[component]
pub fn CopyLink() -> impl IntoView {
    view! { <CopyButton text=Signal::derive(drawer::address) label="link to what is shown"/> }
}
