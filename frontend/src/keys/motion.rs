//! Where keys lead in a list of which one line has the focus.

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;

use crate::browser;

/// Lines that are moved by with the page keys.
const PAGE: usize = 15;

/// Where a key was pressed that can move the focus of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the list.
    List,
    /// Where nothing has the focus.
    Nowhere,
}

impl Place {
    /// Where the key was pressed; null if it is none that can move. `letters` is whether letters are keys.
    pub fn of(event: &KeyboardEvent, list: NodeRef<Div>, letters: bool) -> Option<Self> {
        let target = browser::target(event)?;
        if !letters && matches!(event.key().as_str(), "j" | "k") {
            return None;
        }
        let is_in_list = list.get_untracked().is_some_and(|list| list.contains(Some(target.as_ref())));
        let is_nowhere = || document().body().is_some_and(|body| body.is_same_node(Some(target.as_ref())));
        if is_in_list { Some(Self::List) } else { is_nowhere().then_some(Self::Nowhere) }
    }
}

/// The line that a key leads to from the present one; null if the key does not move.
pub fn target(key: &str, current: Option<usize>, last: usize) -> Option<usize> {
    Some(match (key, current) {
        ("j" | "ArrowDown", None) | ("Home", _) => 0,
        ("j" | "ArrowDown", Some(line)) => line.saturating_add(1).min(last),
        ("k" | "ArrowUp", line) => line.unwrap_or(0).saturating_sub(1),
        ("End", _) => last,
        ("PageDown", line) => line.unwrap_or(0).saturating_add(PAGE).min(last),
        ("PageUp", line) => line.unwrap_or(0).saturating_sub(PAGE),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_lines_that_exist() {
        for (key, current, to) in [
            ("j", None, 0),
            ("ArrowDown", Some(3), 4),
            ("j", Some(20), 20),
            ("k", Some(0), 0),
            ("ArrowUp", None, 0),
            ("Home", Some(7), 0),
            ("End", None, 20),
            ("PageDown", Some(10), 20),
            ("PageUp", Some(16), 1),
        ] {
            assert_eq!(target(key, current, 20), Some(to), "{key} from {current:?}");
        }
        assert_eq!(target("x", Some(1), 20), None);
    }
}
