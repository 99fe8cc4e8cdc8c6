//! The part of the table that is in view: how far it is scrolled, how high it is, and how high a line is in it.

use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::window::{AROUND, CARD_HEIGHT, Geometry};
use crate::alarm::Alarm;
use crate::settings::Settings;
use crate::state::Lines;

/// Narrower than this, in CSS pixels, a row is a card of two lines. `style/table.css` has the same number.
const CARDS_BELOW: f64 = 760.0;
/// After a jump the lines around the view are drawn when so long nothing was scrolled.
const REST: Duration = Duration::from_millis(100);
/// The headings that lie over the rows, in CSS pixels.
const HEADINGS: f64 = 32.0;

/// The element that scrolls, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Viewport {
    pub(super) node: NodeRef<Div>,
    lines: Lines,
    settings: Settings,
    scrolled: RwSignal<f64>,
    size: RwSignal<(f64, f64)>,
    /// Room above the first line, so that what is under the pointer stays there when lines above it go.
    room: RwSignal<f64>,
    /// Lines that are drawn above and below the view: none while it jumps, since none of them would come into view.
    around: RwSignal<usize>,
    rest: Alarm,
    /// Where lines that have moved took the view, until the browser has told of it.
    shifted: StoredValue<Option<i32>>,
}

impl Viewport {
    /// A viewport that is measured once it is on the page.
    pub(super) fn new(lines: Lines, settings: Settings) -> Self {
        let viewport = Self {
            node: NodeRef::new(),
            lines,
            settings,
            scrolled: RwSignal::new(0.0),
            size: RwSignal::new((1280.0, 800.0)),
            room: RwSignal::new(0.0),
            around: RwSignal::new(AROUND),
            rest: Alarm::new(),
            shifted: StoredValue::new(None),
        };
        viewport.measure();
        viewport
    }

    /// The lines in the view. Tracks them.
    pub(super) fn geometry(self) -> Geometry {
        let (width, height) = self.size.get();
        let is_of_cards = width < CARDS_BELOW;
        Geometry {
            lines: self.lines.len(),
            line_height: if is_of_cards {
                CARD_HEIGHT
            } else {
                self.settings.with(|chosen| chosen.density.row_height())
            },
            view: height - if is_of_cards { 0.0 } else { HEADINGS },
            around: self.around.get(),
        }
    }

    /// How far it is scrolled down, in CSS pixels. Tracks it.
    pub(super) fn scrolled(self) -> f64 {
        self.scrolled.get()
    }

    /// The room above the first line, in CSS pixels. Tracks it.
    pub(super) fn room(self) -> f64 {
        self.room.get()
    }

    /// Takes note of where it was scrolled to.
    pub(super) fn follow(self) {
        if let Some(element) = self.node.get_untracked() {
            let (before, now) = (self.scrolled.get_untracked(), f64::from(element.scroll_top()));
            if untrack(|| self.geometry()).is_jump(before, now) {
                self.around.set(0);
            }
            self.scrolled.set(now);
            if self.around.get_untracked() == 0 {
                self.rest.set(REST, move || self.around.set(AROUND));
            }
        }
    }

    /// Scrolls as far as it takes to have the line in view.
    pub(super) fn reveal(self, line: usize) {
        // The table may be gone by the next frame.
        if self.node.try_get_untracked().flatten().is_none() {
            return;
        }
        let geometry = untrack(|| self.geometry());
        if let Some(scrolled) = geometry.reveal(line, self.scrolled.get_untracked()) {
            self.scroll_to(scrolled);
        }
    }

    /// Shows the beginning.
    pub(super) fn rewind(self) {
        self.room.set(0.0);
        self.scroll_to(0.0);
    }

    /// Moves the view with lines that have moved: down by so many, or up.
    pub(super) fn shift(self, lines: f64) {
        let geometry = untrack(|| self.geometry());
        let scrolled = geometry.shift(self.scrolled.get_untracked() - self.room.get_untracked(), lines);
        self.room.set((-scrolled).max(0.0));
        self.scroll_to(scrolled.max(0.0));
        self.shifted.set_value(self.scroll_top());
    }

    /// Whether the browser tells of a move with lines, and not of people who scroll.
    pub(super) fn was_shifted(self) -> bool {
        let shifted = self.shifted.try_update_value(Option::take).flatten();
        shifted.is_some() && shifted == self.scroll_top()
    }

    /// Gives up the room above the first line.
    pub(super) fn close_up(self) {
        if self.room.get_untracked() > 0.0 {
            self.room.set(0.0);
        }
    }

    fn scroll_top(self) -> Option<i32> {
        self.node.get_untracked().map(|element| element.scroll_top())
    }

    fn rows(self) -> Option<web_sys::HtmlElement> {
        let found = self.node.get_untracked()?.query_selector(".rows").ok().flatten()?;
        found.dyn_into().ok()
    }

    fn scroll_to(self, scrolled: f64) {
        // Lines that have just come are not laid out yet, and the element scrolls no further than it is high.
        if let Some(rows) = self.rows() {
            let height = untrack(|| self.geometry().height() + self.room());
            let _ = web_sys::HtmlElement::style(&rows).set_property("height", &format!("{height}px"));
        }
        if let Some(element) = self.node.get_untracked() {
            element.set_scroll_top(rounded(scrolled));
            self.follow();
        }
    }

    fn measure(self) {
        Effect::new(move |_| {
            let Some(element) = self.node.get() else { return };
            let measured = element.clone();
            let callback: Closure<dyn FnMut()> = Closure::new(move || {
                let size = (f64::from(measured.client_width()), f64::from(measured.client_height()));
                self.size.try_set(size);
            });
            let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
                return;
            };
            observer.observe(&element);
            let held = StoredValue::new_local((observer, callback));
            on_cleanup(move || {
                held.try_with_value(|(observer, _)| observer.disconnect());
            });
        });
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the browser scrolls no further than i32 pixels")]
fn rounded(pixels: f64) -> i32 {
    pixels.ceil() as i32
}
