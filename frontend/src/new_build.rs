//! Notices that the server has become another build than this page, which then reloads while nobody looks, or offers to.

use leptos::prelude::*;

use crate::browser;
use crate::state::Store;

/// Under this key the session remembers for which build it was reloaded, so that a proxy which keeps an old page cannot
/// make it reload for ever.
const RELOADED_FOR: &str = "reloaded-for-build";

/// Compares the server's build with the page's.
pub fn compare(store: Store, build: &str) {
    // A page that was not served by the server itself, as in development, does not know its build.
    let newer = own().filter(|own| !own.is_empty() && own != build).map(|_| build.to_owned());
    store.newer_build.set(newer);
    reload_unseen(store);
}

/// Reloads the page for another build while it is hidden, for as long as the page lives.
pub fn watch(store: Store) {
    let _lasts_as_long_as_the_page =
        window_event_listener_untyped("visibilitychange", move |_| reload_unseen(store));
}

fn reload_unseen(store: Store) {
    let Some(build) = store.newer_build.get_untracked().filter(|_| document().hidden()) else { return };
    let Some(storage) = window().session_storage().ok().flatten() else { return };
    let is_done = storage.get_item(RELOADED_FOR).ok().flatten().is_some_and(|done| done == build);
    if !is_done && storage.set_item(RELOADED_FOR, &build).is_ok() {
        browser::reload();
    }
}

/// The build that the server has written into the page.
fn own() -> Option<String> {
    document().query_selector("meta[name=build]").ok().flatten()?.get_attribute("content")
}
