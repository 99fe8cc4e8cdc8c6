//! The browser's clock, frames and addresses.

use gloo_timers::callback::Timeout;
use kube_ingress_dash_model::Timestamp;
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, FocusOptions, HtmlElement};

/// The time by the browser's clock, in milliseconds since the epoch.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// The time by the browser's clock.
#[expect(clippy::cast_possible_truncation, reason = "the clock fits")]
pub fn timestamp() -> Timestamp {
    Timestamp::from_millisecond(now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A URL of the server: `path` below the page's base.
pub fn url(path: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(path, &base).map_or_else(|_| path.to_owned(), |url| url.href())
}

/// The path that everything of the server is below; it ends with a slash.
pub fn base_path() -> String {
    web_sys::Url::new(&url("./")).map_or_else(|_| "/".to_owned(), |base| base.pathname())
}

/// What was kept in this browser under this name; null also where nothing can be kept.
pub fn stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Keeps a text in this browser, where that is possible.
pub fn store(name: &str, text: &str) {
    if let Some(storage) = window().local_storage().ok().flatten() {
        let _ = storage.set_item(name, text);
    }
}

/// Opens another site in a tab of its own, which learns nothing of this page.
pub fn open(url: &str) {
    let _ = window().open_with_url_and_target_and_features(url, "_blank", "noopener,noreferrer");
}

/// Gives the focus to the element of this id, if there is one.
pub fn focus(id: &str) {
    give_focus(document().get_element_by_id(id));
}

/// Gives the focus to the first element that this selector finds, if there is one.
pub fn focus_first(selector: &str) {
    give_focus(document().query_selector(selector).ok().flatten());
}

fn give_focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _: Result<(), _> = element.focus();
    }
}

/// What has the focus within this element.
pub fn focused_within(element: &Element) -> Option<HtmlElement> {
    let focused = document().active_element().filter(|focused| element.contains(Some(focused)))?;
    focused.dyn_into().ok()
}

/// Whether no element has the focus.
pub fn has_no_focus() -> bool {
    match (document().active_element(), document().body()) {
        (Some(focused), Some(body)) => body.is_same_node(Some(&focused)),
        _ => true,
    }
}

/// Gives the focus to an element, and leaves the page where it is scrolled to.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _: Result<(), _> = element.focus_with_options(&options);
}

/// Whether text is selected.
pub fn has_selected_text() -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// The element that an event happened in.
pub fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Runs `work` before the next frame; in a hidden page, which has no frames, a little later.
pub fn soon(work: impl FnOnce() + 'static) {
    const HIDDEN_DELAY: u32 = 250;
    if document().hidden() {
        Timeout::new(HIDDEN_DELAY, work).forget();
        return;
    }
    let callback = Closure::once_into_js(work);
    if window().request_animation_frame(callback.unchecked_ref()).is_err() {
        leptos::logging::warn!("the browser has no frames");
    }
}

/// Waits until the browser is about to draw, as [`soon`] does.
pub async fn frame() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        soon(move || {
            let _undefined = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    let _undefined = JsFuture::from(promise).await;
}

/// Whether the browser has a global of this name.
pub fn has(name: &str) -> bool {
    js_sys::Reflect::has(window().as_ref(), &JsValue::from_str(name)).unwrap_or(false)
}

/// Loads the page anew, at the same address.
pub fn reload() {
    let _nowhere_to_go = window().location().reload();
}
