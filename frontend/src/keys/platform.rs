//! What the keys are called on this platform.

use leptos::prelude::window;

/// Whether this is a Mac, an iPad or an iPhone, where ⌘ is what Ctrl is elsewhere.
pub fn is_apple() -> bool {
    window()
        .navigator()
        .platform()
        .is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

/// The keys that open the palette.
pub fn palette() -> &'static str {
    if is_apple() { "⌘ K" } else { "Ctrl K" }
}

/// The same as assistive technology reads it.
pub fn shortcut() -> &'static str {
    if is_apple() { "Meta+K" } else { "Control+K" }
}

/// The keys that open the chosen host in a new tab.
pub fn new_tab() -> &'static str {
    if is_apple() { "⌘ ↵" } else { "Ctrl ↵" }
}
