//! Room for a button that copies what stands before it; the button is there while the pointer or the keyboard is on the
//! row, and nothing moves when it comes.

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::Shown;
use leptos::prelude::*;

use super::Look;
use crate::copy::CopyButton;

/// `text` gives what is copied, of the Ingress and of the host and path that stand for all.
pub fn copy_place(
    look: Look,
    label: &'static str,
    text: fn(&Ingress, Option<Shown<'_>>) -> Option<String>,
) -> AnyView {
    let button = move || {
        look.pointed.get().then(|| {
            let text = look.of_shown(|ingress, shown, _| text(ingress, shown));
            text.filter(|text| !text.is_empty()).map(|text| view! { <CopyButton text=text label=label/> })
        })
    };
    view! { <span class="copy-place">{button}</span> }.into_any()
}
