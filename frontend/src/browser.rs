//! The browser's clock, frames and addresses.

use gloo_timers::callback::Timeout;
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The time by the browser's clock, in milliseconds since the epoch.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// A URL of the server: `path` below the page's base.
pub fn url(path: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(path, &base).map_or_else(|_| path.to_owned(), |url| url.href())
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
