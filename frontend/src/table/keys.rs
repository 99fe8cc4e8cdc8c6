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
use crate::keys::motion::{self, Place};
use crate::state::LineKey;

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
        let leaves_search = address_text::is_left_by(event);
        if is_with_modifier || is_composing(event) || !(leaves_search || self.concerns(event)) {
            return;
        }
        let lines = self.context.store.lines;
        let Some(last) = lines.with_untracked(View::len).checked_sub(1) else { return };
        let current = self.current();
        match event.key().as_str() {
            "Enter" if on_row(event) => return self.open(event),
            "ArrowLeft" | "ArrowRight" if on_row(event) => return self.fold(event),
            _ => {}
        }
        let target = match event.key().as_str() {
            _ if leaves_search => Some(0),
            " " if on_row(event) => {
                motion::target(if event.shift_key() { "PageUp" } else { "PageDown" }, current, last)
            }
            key => motion::target(key, current, last),
        };
        let Some(target) = target else { return };
        event.prevent_default();
        self.context.cursor.set(lines.key_at(target));
        self.viewport.reveal(target);
        browser::soon(move || self.focus());
    }

    /// Whether the key was pressed where it moves the focus of the table.
    fn concerns(self, event: &KeyboardEvent) -> bool {
        let letters = self.context.settings.with_untracked(|chosen| chosen.letters);
        match Place::of(event, self.viewport.node, letters) {
            Some(Place::List) => true,
            // Beside the details these keys are theirs.
            Some(Place::Nowhere) => self.context.details.selection.with_untracked(Option::is_none),
            None => false,
        }
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

/// Whether the key was pressed on a row itself: on its links and buttons it has another meaning.
fn on_row(event: &KeyboardEvent) -> bool {
    browser::target(event).is_some_and(|target| target.matches("[role=row]").unwrap_or(false))
}
