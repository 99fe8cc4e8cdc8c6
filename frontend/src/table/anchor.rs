//! Keeps the line that people look at where it is, while lines come and go around it: the one under the pointer, else the
//! one with the focus, else the first in view of a table that is scrolled.

use super::target::row_of;
use super::viewport::Viewport;
use super::window;
use crate::state::{LineKey, Lines};
use leptos::ev::PointerEvent;
use leptos::prelude::*;

/// The line that stays where it is.
#[derive(Clone, Copy)]
pub(super) struct Anchor {
    lines: Lines,
    viewport: Viewport,
    cursor: RwSignal<Option<LineKey>>,
    /// The line that stays, and where it was last.
    held: StoredValue<Option<(LineKey, usize)>>,
}

impl Anchor {
    /// Holds lines in this view for as long as the present owner lives.
    pub(super) fn new(lines: Lines, viewport: Viewport, cursor: RwSignal<Option<LineKey>>) -> Self {
        let anchor = Self { lines, viewport, cursor, held: StoredValue::new(None) };
        // A new search or order begins at its beginning, and nothing of the old one stays.
        Effect::new(move |known: Option<u32>| {
            let layout = lines.layout();
            if known.is_some_and(|known| known != layout) {
                anchor.held.set_value(None);
                viewport.rewind();
            }
            layout
        });
        Effect::new(move |_| {
            lines.with(|_| ());
            anchor.hold();
        });
        Effect::new(move |_| {
            viewport.scrolled();
            cursor.track();
            anchor.take();
        });
        anchor
    }

    /// The pointer has moved.
    pub(super) fn pointer_moved(self, event: &PointerEvent) {
        let pointer = row_of(event);
        if pointer != self.lines.under_pointer.get_untracked() {
            self.lines.under_pointer.set(pointer);
            self.take();
        }
    }

    /// The pointer has left the table.
    pub(super) fn pointer_left(self) {
        self.lines.under_pointer.set(None);
        self.viewport.close_up();
        self.take();
    }

    /// Decides which line stays from now on.
    fn take(self) {
        let geometry = untrack(|| self.viewport.geometry());
        let scrolled = untrack(|| self.viewport.scrolled());
        let candidates =
            [self.lines.under_pointer.get_untracked().map(LineKey::Row), self.cursor.get_untracked()];
        let drawn = geometry.drawn(scrolled);
        let keys: Vec<LineKey> =
            self.lines.with_untracked(|view| view.lines(drawn.clone()).iter().map(LineKey::of).collect());
        let held = candidates.into_iter().flatten().find_map(|key| {
            let offset = keys.iter().position(|drawn| *drawn == key)?;
            Some((key, drawn.start + offset))
        });
        let first = || {
            let line = geometry.first_in_view(scrolled);
            let key = self.lines.with_untracked(|view| view.line(line)).map(|line| LineKey::of(&line))?;
            (scrolled > 0.0).then_some((key, line))
        };
        self.held.set_value(held.or_else(first));
    }

    /// Moves the view with the line that stays.
    fn hold(self) {
        let Some((key, before)) = self.held.get_value() else { return self.take() };
        match self.lines.position(&key) {
            Some(line) if line != before => {
                self.held.set_value(Some((key, line)));
                self.viewport.shift(window::count(line) - window::count(before));
            }
            Some(_) => {}
            None => self.take(),
        }
    }
}
