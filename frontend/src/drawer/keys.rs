//! The keyboard while details are shown. Letters act in the drawer and on a page where nothing has the focus, and never
//! in a field; Escape acts in the list as well.

use leptos::ev::KeyboardEvent;
use leptos::prelude::document;
use web_sys::Element;

use super::step::Step;
use crate::browser;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Back to the list.
    Close,
    /// The object as YAML.
    ShowYaml,
    /// The object as YAML on the clipboard.
    CopyYaml,
    /// The first host, in a new tab.
    OpenHost,
    /// The first host on the clipboard.
    CopyHost,
    /// The address of what is shown on the clipboard.
    CopyLink,
    /// Another row of the list.
    Walk(Step),
}

impl Action {
    /// What this press asks for, if it asks for anything here.
    pub fn of(event: &KeyboardEvent) -> Option<Self> {
        let with_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if with_modifier || event.is_composing() || event.default_prevented() {
            return None;
        }
        let action = meaning(&event.key().to_lowercase(), event.shift_key())?;
        let place = Place::of(&browser::target(event)?);
        let acts = match place {
            Place::Drawer => true,
            // The page's own keys do the rest, for what is shown here as for a row.
            Place::Nowhere => matches!(action, Self::Close | Self::Walk(_)),
            Place::List => action == Self::Close,
            Place::Elsewhere => false,
        };
        acts.then_some(action)
    }
}

fn meaning(key: &str, shift: bool) -> Option<Action> {
    Some(match (key, shift) {
        ("escape", _) => Action::Close,
        ("y", false) => Action::ShowYaml,
        ("y", true) => Action::CopyYaml,
        ("o", false) => Action::OpenHost,
        ("c", false) => Action::CopyHost,
        ("c", true) => Action::CopyLink,
        ("j", false) => Action::Walk(Step::Next),
        ("k", false) => Action::Walk(Step::Previous),
        _ => return None,
    })
}

/// Where a key was pressed.
enum Place {
    Drawer,
    List,
    /// Nothing has the focus.
    Nowhere,
    /// In a field, or in what has keys of its own.
    Elsewhere,
}

impl Place {
    fn of(target: &Element) -> Self {
        let is_in = |selector: &str| target.closest(selector).ok().flatten().is_some();
        if is_in("input, textarea, select, [contenteditable]") {
            Self::Elsewhere
        } else if is_in(".drawer") {
            Self::Drawer
        } else if is_in(".viewport") {
            Self::List
        } else if document().body().is_some_and(|body| body.is_same_node(Some(target))) {
            Self::Nowhere
        } else {
            Self::Elsewhere
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_tells_the_link_from_the_host() {
        assert_eq!(meaning("c", false), Some(Action::CopyHost));
        assert_eq!(meaning("c", true), Some(Action::CopyLink));
        assert_eq!(meaning("y", true), Some(Action::CopyYaml));
        assert_eq!(meaning("y", false), Some(Action::ShowYaml));
        assert_eq!(meaning("j", true), None);
    }
}
