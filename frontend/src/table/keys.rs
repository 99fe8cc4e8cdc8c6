//! The keyboard in the table: one row holds the focus, and keys move it.

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::TableContext;
use super::window::{self, ROW_HEIGHT};
use crate::browser;
use crate::state::Visible;

/// Rows that are moved by with the page keys.
const PAGE: usize = 15;

/// Moves the focus as the key says; other keys keep their meaning.
pub(super) fn act(
    event: &KeyboardEvent,
    context: TableContext,
    visible: Memo<Visible>,
    viewport: NodeRef<Div>,
) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return;
    }
    let rows = visible.get_untracked();
    let Some(last) = rows.len().checked_sub(1) else { return };
    let current = context.cursor.get_untracked().and_then(|key| rows.iter().position(|row| row.key() == key));
    let target = match (event.key().as_str(), current) {
        ("j" | "ArrowDown", None) | ("Home", _) => 0,
        ("j" | "ArrowDown", Some(row)) => row.saturating_add(1).min(last),
        ("k" | "ArrowUp", row) => row.unwrap_or(0).saturating_sub(1),
        ("End", _) => last,
        ("PageDown", row) => row.unwrap_or(0).saturating_add(PAGE).min(last),
        ("PageUp", row) => row.unwrap_or(0).saturating_sub(PAGE),
        _ => return,
    };
    event.prevent_default();
    context.cursor.set(Some(rows[target].key()));
    if let Some(viewport) = viewport.get_untracked() {
        let headings = 32.0;
        let (top, height) =
            (f64::from(viewport.scroll_top()), f64::from(viewport.client_height()) - headings);
        if let Some(top) = window::reveal(target, top, height, ROW_HEIGHT) {
            viewport.set_scroll_top(rounded(top));
        }
    }
    let index = target + 2;
    browser::soon(move || browser::soon(move || focus(index)));
}

fn focus(index: usize) {
    let row = document().query_selector(&format!("[role=row][aria-rowindex=\"{index}\"]")).ok().flatten();
    if let Some(row) = row.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = row.focus();
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the browser scrolls no further than i32 pixels")]
fn rounded(pixels: f64) -> i32 {
    pixels.round() as i32
}
