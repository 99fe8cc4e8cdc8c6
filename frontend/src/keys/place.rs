//! Where a key was pressed, which decides what it may mean.

use leptos::ev::KeyboardEvent;
use leptos::prelude::document;

use crate::browser;

/// What opens over the page and has keys of its own.
const OVERLAYS: &str = "dialog, [role=dialog], [role=menu], [role=listbox]";
/// Where text is typed or chosen.
const FIELDS: &str = "input, textarea, select, [contenteditable]";
/// What has keys of its own for the Ingress that it shows, or shows several.
const BESIDE: &str = ".drawer, .changes";
/// Where rows are.
const ROWS: &str = ".viewport";

/// Where a key was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In the table, or nowhere in particular.
    Rows,
    /// In the details, or in what changed.
    Beside,
    /// On a button or a link of the page.
    Control,
    /// Where text is typed.
    Field,
    /// In a dialog or a menu.
    Overlay,
}

impl Place {
    pub(super) fn of(event: &KeyboardEvent) -> Self {
        if document().query_selector("dialog[open]").ok().flatten().is_some() {
            return Self::Overlay;
        }
        let Some(target) = browser::target(event) else { return Self::Rows };
        let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
        if is_in(FIELDS) {
            Self::Field
        } else if is_in(BESIDE) {
            Self::Beside
        } else if is_in(OVERLAYS) {
            Self::Overlay
        } else if is_in(ROWS) || target.matches("body, html").unwrap_or(false) {
            Self::Rows
        } else {
            Self::Control
        }
    }
}
