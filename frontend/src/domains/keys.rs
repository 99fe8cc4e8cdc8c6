//! The keyboard in the tree: keys move the focus from line to line, and unfold the line that has it.
//!
//! Enter and the arrow down lead from the field to the first line. Left and right fold and unfold, or lead to what is
//! above and below.

use kube_ingress_dash_model::domains::Line;
use leptos::ev::{self, KeyboardEvent};
use leptos::html::Div;
use leptos::prelude::*;

use super::cursor::Cursor;
use super::follow::Tree;
use super::list::HEIGHT;
use crate::address_text;
use crate::browser;
use crate::keys::{is_composing, motion};
use crate::settings::Settings;

/// What the keyboard moves, and over what.
#[derive(Clone, Copy)]
pub(super) struct Keyboard {
    pub(super) tree: Tree,
    pub(super) cursor: Cursor,
    /// What scrolls.
    pub(super) element: NodeRef<Div>,
    pub(super) settings: Settings,
}

impl Keyboard {
    /// Follows the keys for as long as the present owner lives.
    pub(super) fn listen(self) {
        let handle = window_event_listener(ev::keydown, move |event| {
            if self.act(&event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Does what the key asks for, and says whether it asks for anything.
    fn act(self, event: &KeyboardEvent) -> bool {
        let is_with_modifier = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        let leaves_field = address_text::is_left_by(event);
        let letters = self.settings.with_untracked(|chosen| chosen.letters);
        let concerns = motion::Place::of(event, self.element, letters).is_some();
        if is_with_modifier || is_composing(event) || !(leaves_field || concerns) {
            return false;
        }
        let lines = self.tree.lines.get_untracked();
        let Some(last) = lines.len().checked_sub(1) else { return false };
        let current = self.cursor.line.get_untracked();
        let target = match (event.key().as_str(), current) {
            _ if leaves_field => Some(0),
            ("ArrowRight", Some(line)) => return self.unfold(&lines, line),
            ("ArrowLeft", Some(line)) => return self.fold(&lines, line),
            (key, _) => motion::target(key, current, last),
        };
        let Some(target) = target else { return false };
        self.go(&lines, target);
        true
    }

    fn unfold(self, lines: &[Line], line: usize) -> bool {
        match &lines[line] {
            Line::Node { node, is_unfolded: false, .. } => self.tree.toggle(node),
            Line::Node { .. } if line + 1 < lines.len() => {
                self.go(lines, line + 1);
                true
            }
            _ => false,
        }
    }

    fn fold(self, lines: &[Line], line: usize) -> bool {
        if let Line::Node { node, is_unfolded: true, .. } = &lines[line]
            && self.tree.toggle(node)
        {
            return true;
        }
        let above = (0..line).rev().find(|above| depth(&lines[*above]) < depth(&lines[line]));
        if let Some(above) = above {
            self.go(lines, above);
        }
        above.is_some()
    }

    /// Gives a line the focus, and brings it into view.
    fn go(self, lines: &[Line], target: usize) {
        self.cursor.put(target, &lines[target]);
        if let Some(element) = self.element.get_untracked() {
            let top = i32::try_from(target).unwrap_or(i32::MAX).saturating_mul(HEIGHT);
            let last_top = top + HEIGHT - element.client_height();
            let shown = element.scroll_top();
            if shown > top || shown < last_top {
                element.set_scroll_top(if shown > top { top } else { last_top });
            }
        }
        browser::soon(move || {
            // The page may be another one by then.
            if let Some(Some(line)) = self.cursor.line.try_get_untracked() {
                let of_line = ["[data-line=\"", &line.to_string(), "\"]"].concat();
                browser::focus_first(&[&of_line, " button, ", &of_line, " a"].concat());
            }
        });
    }
}

fn depth(line: &Line) -> u8 {
    match line {
        Line::Node { node, .. } if node.host().is_none() => 0,
        Line::Node { .. } => 1,
        Line::Claim(_) => 2,
    }
}
