//! The widths that somebody gave to columns, kept in the browser.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::column::Heading;
use crate::browser;

const STORED: &str = "widths";
/// No column is narrower or wider than this, in CSS pixels.
const NARROWEST: u32 = 48;
const WIDEST: u32 = 1_200;

/// Pixels by the name of the column. Copies are the same ones.
#[derive(Clone, Copy)]
pub struct Widths(RwSignal<BTreeMap<String, u32>>);

impl Widths {
    /// Those that were chosen before.
    pub fn stored() -> Self {
        let stored = browser::stored(STORED).and_then(|text| serde_json::from_str(&text).ok());
        Self(RwSignal::new(stored.unwrap_or_default()))
    }

    /// The width of this column in CSS pixels, if one was chosen. Tracks them all.
    pub fn of(self, heading: &Heading) -> Option<u32> {
        self.0.with(|widths| widths.get(heading.name).map(|pixels| (*pixels).clamp(NARROWEST, WIDEST)))
    }

    /// Gives a column a width in CSS pixels, or the usual one.
    pub fn set(self, heading: &Heading, pixels: Option<f64>) {
        self.0.update(|widths| {
            match pixels {
                Some(pixels) => widths.insert(heading.name.to_owned(), whole(pixels)),
                None => widths.remove(heading.name),
            };
        });
    }

    /// Keeps them for the next visit.
    pub fn keep(self) {
        if let Ok(text) = self.0.with_untracked(serde_json::to_string) {
            browser::store(STORED, &text);
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn whole(pixels: f64) -> u32 {
    pixels.clamp(f64::from(NARROWEST), f64::from(WIDEST)) as u32
}
