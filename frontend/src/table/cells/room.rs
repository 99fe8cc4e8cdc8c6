//! How wide a cell is for its text, and how wide letters are in its font.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Array;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver, ResizeObserverEntry};

/// The letters that names consist of, and what stands for those that are left out.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789-.…";
/// Times that a letter is measured at once: layout rounds to a part of a pixel.
const REPEATED: u8 = 16;
/// Pixels that are not counted on, since letters beside each other may stand further apart.
const MARGIN: f64 = 1.0;

/// The widths of letters in one font, in CSS pixels.
#[derive(Debug)]
pub(super) struct Letters {
    widths: HashMap<char, f64>,
    widest: f64,
}

impl Letters {
    /// The width of a letter; of one that is not measured, that of the widest.
    pub(super) fn width(&self, letter: char) -> f64 {
        self.widths.get(&letter).copied().unwrap_or(self.widest)
    }

    fn measured(font: &Font) -> Self {
        let widths = measured(font).unwrap_or_default();
        let widest = widths.values().copied().fold(0.0, f64::max);
        Self { widths, widest }
    }
}

/// What decides how wide letters are, as properties of a style.
type Font = [(&'static str, String); 3];

/// The room of a cell and the letters of its font.
#[derive(Clone)]
pub(super) struct Room {
    /// In CSS pixels.
    pub(super) width: f64,
    pub(super) letters: Rc<Letters>,
}

thread_local! {
    static FONTS: RefCell<HashMap<Font, Rc<Letters>>> = RefCell::default();
}

/// The room of this cell, for as long as the present owner lives; none until it is laid out.
pub(super) fn room(cell: NodeRef<Div>) -> ReadSignal<Option<Room>, LocalStorage> {
    let (room, set_room) = signal_local(None);
    Effect::new(move |_| {
        let Some(element) = cell.get() else { return };
        let measured = element.clone();
        let callback: Closure<dyn FnMut(Array)> = Closure::new(move |entries: Array| {
            let entry = entries.pop().unchecked_into::<ResizeObserverEntry>();
            let width = entry.content_rect().width();
            // A cell that is not drawn keeps the room that it had.
            if width > 0.0 {
                let _ = set_room.try_set(measure(&measured, width));
            }
        });
        let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        let held = StoredValue::new_local((observer, callback));
        on_cleanup(move || {
            held.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
    room
}

fn measure(cell: &HtmlElement, width: f64) -> Option<Room> {
    let style = window().get_computed_style(cell).ok()??;
    let font = ["font-weight", "font-size", "font-family"]
        .map(|property| (property, style.get_property_value(property).unwrap_or_default()));
    let letters = FONTS.with_borrow_mut(|fonts| {
        let known = fonts.entry(font.clone()).or_insert_with(|| Rc::new(Letters::measured(&font)));
        Rc::clone(known)
    });
    Some(Room { width: width - MARGIN, letters })
}

/// The widths of the letters in this font. They are laid out together, once.
fn measured(font: &Font) -> Option<HashMap<char, f64>> {
    let ruler = document().create_element("div").ok()?.dyn_into::<HtmlElement>().ok()?;
    ruler.set_class_name("ruler");
    for (property, value) in font {
        HtmlElement::style(&ruler).set_property(property, value).ok()?;
    }
    let mut lines = Vec::new();
    for letter in LETTERS.chars() {
        let line = document().create_element("span").ok()?;
        line.set_text_content(Some(&letter.to_string().repeat(usize::from(REPEATED))));
        ruler.append_child(&line).ok()?;
        lines.push((letter, line));
    }
    document().body()?.append_child(&ruler).ok()?;
    let width = |line: &Element| line.get_bounding_client_rect().width() / f64::from(REPEATED);
    let widths = lines.iter().map(|(letter, line)| (*letter, width(line))).collect();
    ruler.remove();
    Some(widths)
}
