//! The part of the table that is in view: how far it is scrolled, how high it is, and how high a row is in it.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::window::{self, CARD_HEIGHT, ROW_HEIGHT};

/// Narrower than this, in CSS pixels, a row is a card of two lines. `style/table.css` has the same number.
const CARDS_BELOW: f64 = 760.0;
/// The headings that lie over the rows, in CSS pixels.
const HEADINGS: f64 = 32.0;

/// The element that scrolls, and what is known of it.
#[derive(Clone, Copy)]
pub(super) struct Viewport {
    pub(super) node: NodeRef<Div>,
    top: RwSignal<f64>,
    size: RwSignal<(f64, f64)>,
}

impl Viewport {
    /// A viewport that is measured once it is on the page.
    pub(super) fn new() -> Self {
        let viewport =
            Self { node: NodeRef::new(), top: RwSignal::new(0.0), size: RwSignal::new((1280.0, 800.0)) };
        viewport.measure();
        viewport
    }

    /// How far it is scrolled down, in CSS pixels.
    pub(super) fn top(self) -> f64 {
        self.top.get()
    }

    /// How high it is, in CSS pixels.
    pub(super) fn height(self) -> f64 {
        self.size.get().1
    }

    /// How high a row is, in CSS pixels.
    pub(super) fn row_height(self) -> f64 {
        if self.shows_cards() { CARD_HEIGHT } else { ROW_HEIGHT }
    }

    /// Takes note of where it was scrolled to.
    pub(super) fn scrolled(self) {
        if let Some(element) = self.node.get_untracked() {
            self.top.set(f64::from(element.scroll_top()));
        }
    }

    /// Scrolls as far as it takes to have the row in view.
    pub(super) fn reveal(self, row: usize) {
        let Some(element) = self.node.get_untracked() else { return };
        let (shows_cards, row_height) = untrack(|| (self.shows_cards(), self.row_height()));
        let headings = if shows_cards { 0.0 } else { HEADINGS };
        let height = f64::from(element.client_height()) - headings;
        if let Some(top) = window::reveal(row, f64::from(element.scroll_top()), height, row_height) {
            element.set_scroll_top(rounded(top));
            self.scrolled();
        }
    }

    fn shows_cards(self) -> bool {
        self.size.get().0 < CARDS_BELOW
    }

    fn measure(self) {
        Effect::new(move |_| {
            let Some(element) = self.node.get() else { return };
            let measured = element.clone();
            let callback: Closure<dyn FnMut()> = Closure::new(move || {
                let size = (f64::from(measured.client_width()), f64::from(measured.client_height()));
                self.size.try_set(size);
            });
            if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
                observer.observe(&element);
            }
            callback.forget();
        });
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the browser scrolls no further than i32 pixels")]
fn rounded(pixels: f64) -> i32 {
    pixels.ceil() as i32
}
