//! Puts text on the clipboard, also on plain http, where browsers withhold their clipboard from pages.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

/// Copies the text, and says whether that worked.
pub async fn write(text: &str) -> bool {
    let window = window();
    // Elsewhere `navigator.clipboard` does not exist.
    if window.is_secure_context() {
        let written = window.navigator().clipboard().write_text(text);
        if JsFuture::from(written).await.is_ok() {
            return true;
        }
    }
    write_by_selection(text).unwrap_or(false)
}

/// Copies as a user does who selects a text and presses the keys. Null where the page is no HTML document.
fn write_by_selection(text: &str) -> Option<bool> {
    let document: HtmlDocument = document().dyn_into().ok()?;
    let focused = document.active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let area: HtmlTextAreaElement = document.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_value(text);
    area.set_read_only(true);
    area.set_class_name("visually-hidden");
    // Behind an open dialog nothing can be selected.
    let place = document.query_selector("dialog[open]").ok().flatten();
    place.or_else(|| document.body().map(Into::into))?.append_child(&area).ok()?;
    area.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    area.remove();
    if let Some(focused) = focused {
        let _: Result<(), _> = focused.focus();
    }
    Some(copied)
}
