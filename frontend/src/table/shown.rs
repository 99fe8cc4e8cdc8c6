//! The row of the Ingress that is shown whole: the cursor is on it, in view, and has the focus back when the details are
//! closed.

use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use super::keys::Keyboard;
use crate::browser;
use crate::state::LineKey;

/// Follows the details for as long as the present owner lives.
pub(super) fn follow(keyboard: Keyboard) {
    Effect::new(move |revealed: Option<Option<IngressKey>>| {
        let revealed = revealed.flatten();
        let selection = keyboard.context.details.selection.get();
        match &selection {
            Some(key) if revealed.as_ref() != Some(key) => reveal(keyboard, key).then(|| key.clone()),
            None if revealed.is_some() => {
                browser::soon(move || return_focus(keyboard));
                None
            }
            _ => selection,
        }
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

/// Gives the focus to the row, unless it has gone elsewhere meanwhile.
fn return_focus(keyboard: Keyboard) {
    let focused = document().active_element();
    let body = document().body();
    let is_nowhere = match (&focused, &body) {
        (Some(focused), Some(body)) => body.is_same_node(Some(focused)),
        _ => true,
    };
    // The list may be gone by now.
    if is_nowhere && keyboard.context.cursor.try_get_untracked().is_some() {
        keyboard.focus();
    }
}
