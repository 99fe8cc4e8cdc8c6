//! The keyboard in the table: one row holds the focus, and keys move it.
//!
//! Arrows, Home, End, `j`, `k` and the page keys act where the focus is in the table, and lead into it from a page on which
//! nothing has the focus. Space acts on a row alone. Enter and the arrow down lead from the search to the first row.

use kube_ingress_dash_model::view::{Line, View};
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::TableContext;
use super::viewport::Viewport;
use crate::address_text;
use crate::browser;
use crate::keys::is_composing;
use crate::state::LineKey;

/// Rows that are moved by with the page keys.
const PAGE: usize = 15;

/// What the keyboard moves, and over what.
#[derive(Clone, Copy)]
pub(super) struct Keyboard {
    pub(super) context: TableContext,
    pub(super) viewport: Viewport,
}

impl Keyboard {
    /// Follows the keys for as long as the present owner lives.
    pub(super) fn listen(self) {
        let handle = window_event_listener(ev::keydown, move |event| self.act(&event));
        on_cleanup(move || handle.remove());
    }

    fn act(self, event: &KeyboardEvent) {
        let is_with_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        let leaves_search = leaves_search(event);
        if is_with_modifier || is_composing(event) || !(leaves_search || self.concerns(event)) {
            return;
        }
        let lines = self.context.store.lines;
        let Some(last) = lines.with_untracked(View::len).checked_sub(1) else { return };
        let current = self.current().filter(|_| !leaves_search);
        match event.key().as_str() {
            "Enter" if on_row(event) => return self.open(event),
            "ArrowLeft" | "ArrowRight" if on_row(event) => return self.fold(event),
            _ => {}
        }
        let target = match (event.key().as_str(), current) {
            ("Enter", _) if leaves_search => 0,
            ("j" | "ArrowDown", None) | ("Home", _) => 0,
            ("j" | "ArrowDown", Some(row)) => row.saturating_add(1).min(last),
            ("k" | "ArrowUp", row) => row.unwrap_or(0).saturating_sub(1),
            ("End", _) => last,
            ("PageDown", row) => row.unwrap_or(0).saturating_add(PAGE).min(last),
            (" ", row) if on_row(event) && !event.shift_key() => {
                row.unwrap_or(0).saturating_add(PAGE).min(last)
            }
            (" ", row) if on_row(event) => row.unwrap_or(0).saturating_sub(PAGE),
            ("PageUp", row) => row.unwrap_or(0).saturating_sub(PAGE),
            _ => return,
        };
        event.prevent_default();
        self.context.cursor.set(lines.key_at(target));
        self.viewport.reveal(target);
        browser::soon(move || self.focus());
    }

    /// Whether the key was pressed where it moves the focus of the table.
    fn concerns(self, event: &KeyboardEvent) -> bool {
        let Some(target) = browser::target(event) else { return false };
        let in_table = self
            .viewport
            .node
            .get_untracked()
            .is_some_and(|viewport| viewport.contains(Some(target.as_ref())));
        let nowhere = document().body().is_some_and(|body| body.is_same_node(Some(target.as_ref())));
        let is_letter = matches!(event.key().as_str(), "j" | "k");
        if is_letter && !self.context.settings.with_untracked(|chosen| chosen.letters) {
            return false;
        }
        // Beside the details these keys are theirs.
        let enters = nowhere && self.context.details.selection.with_untracked(Option::is_none);
        in_table || enters
    }

    /// Gives the focus to the row that the cursor is on by now: several keys may have come before one frame.
    pub(super) fn focus(self) {
        let Some(index) = self.current() else { return };
        let selector = format!("[role=row][aria-rowindex=\"{}\"]", index + 2);
        let row = document().query_selector(&selector).ok().flatten();
        let row = row.and_then(|row| row.dyn_into::<HtmlElement>().ok());
        let viewport =
            self.viewport.node.get_untracked().map(|viewport| (*viewport).clone().unchecked_into());
        if let Some(element) = row.or(viewport) {
            let _: Result<(), _> = HtmlElement::focus(&element);
        }
    }

    /// Shows the details of the row, or the rows of the group.
    fn open(self, event: &KeyboardEvent) {
        event.prevent_default();
        match self.context.cursor.get_untracked() {
            Some(LineKey::Row(key)) => self.context.details.open(key),
            Some(LineKey::Group(label)) => self.context.store.lines.toggle(label.as_deref()),
            None => {}
        }
    }

    /// An arrow to the left hides the rows of a group, one to the right shows them.
    fn fold(self, event: &KeyboardEvent) {
        let lines = self.context.store.lines;
        let current = self.current().and_then(|line| lines.with_untracked(|view| view.line(line)));
        let Some(Line::Group(group)) = current else { return };
        event.prevent_default();
        if group.is_collapsed == (event.key() == "ArrowRight") {
            lines.toggle(group.label.as_deref());
            browser::soon(move || self.focus());
        }
    }

    fn current(self) -> Option<usize> {
        let cursor = self.context.cursor.get_untracked()?;
        self.context.store.lines.position(&cursor)
    }
}

/// Whether the key leads from the search on to what was found.
fn leaves_search(event: &KeyboardEvent) -> bool {
    matches!(event.key().as_str(), "Enter" | "ArrowDown")
        && browser::target(event).is_some_and(|target| target.id() == address_text::FIELD)
}

/// Whether the key was pressed on a row itself: on its links and buttons it has another meaning.
fn on_row(event: &KeyboardEvent) -> bool {
    browser::target(event).is_some_and(|target| target.matches("[role=row]").unwrap_or(false))
}
