//! Saves a text as a file.

use leptos::logging::warn;
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Has the browser save the text under this name.
pub fn text(name: &str, text: &str) {
    if attempt(name, text).is_err() {
        warn!("the browser saves no file");
    }
}

fn attempt(name: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/yaml");
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &kind)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    click(name, &url)?;
    Url::revoke_object_url(&url)
}

/// Saves what is at this address of the server as a file of this name.
pub fn from(address: &str, name: &str) {
    if click(name, address).is_err() {
        warn!("the browser saves no file");
    }
}

fn click(name: &str, url: &str) -> Result<(), JsValue> {
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(url);
    anchor.set_download(name);
    anchor.click();
    Ok(())
}
