//! The row of the Ingress that is shown whole: the cursor is on it, in view, and has the focus back when the details are
//! closed.

use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use super::keys::Keyboard;
use crate::browser;
use crate::state::LineKey;

/// The Ingress that is shown whole.
#[derive(Default)]
struct Shown {
    key: Option<IngressKey>,
    /// Whether its row has been brought into view.
    is_revealed: bool,
}

/// Follows the details for as long as the present owner lives.
pub(super) fn follow(keyboard: Keyboard) {
    Effect::new(move |before: Option<Shown>| {
        let before = before.unwrap_or_default();
        let key = keyboard.context.details.selection.get();
        let is_revealed = match &key {
            Some(_) if before.is_revealed && before.key == key => true,
            Some(key) => reveal(keyboard, key),
            None => {
                if before.key.is_some() {
                    browser::soon(move || return_focus(keyboard));
                }
                false
            }
        };
        Shown { key, is_revealed }
    });
}

/// Brings the row into view and says whether that is final: until rows are complete it may still come, or move.
fn reveal(keyboard: Keyboard, key: &IngressKey) -> bool {
    let store = keyboard.context.store;
    let is_final = store.complete.get();
    if !is_final {
        store.lines.len();
    }
    let line = LineKey::Row(key.clone());
    let place = store.lines.position(&line);
    keyboard.context.cursor.set(Some(line));
    if let Some(place) = place {
        // Rows that have just come make the list longer in the next frame.
        browser::soon(move || keyboard.viewport.reveal(place));
    }
    is_final && place.is_some()
}

/// Gives the focus to what opened the details, else to the row, unless it has gone elsewhere meanwhile.
fn return_focus(keyboard: Keyboard) {
    // The list may be gone by now.
    if browser::has_no_focus() && keyboard.context.cursor.try_get_untracked().is_some() {
        match keyboard.context.details.take_opener() {
            Some(opener) => {
                let _: Result<(), _> = opener.focus();
            }
            None => keyboard.focus(),
        }
    }
}
