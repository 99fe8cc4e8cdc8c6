//! How the page looks. `theme.js` applies the same before the first paint.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Preferences;

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How high rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// 36 CSS pixels.
    Comfortable,
    /// 28 CSS pixels.
    Compact,
}

impl Theme {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Density {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    /// The height of a row in CSS pixels. `style/main.css` has the same numbers.
    pub fn row_height(self) -> f64 {
        match self {
            Self::Comfortable => 36.0,
            Self::Compact => 28.0,
        }
    }
}

/// Gives the page the look that was chosen.
pub(super) fn apply(preferences: &Preferences) {
    let Some(root) = document().document_element() else { return };
    let is_dark = match preferences.theme {
        Theme::Auto => window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|media| media.matches()),
        Theme::Light => false,
        Theme::Dark => true,
    };
    let _ = root.set_attribute("data-theme", if is_dark { "dark" } else { "light" });
    let _ = root.set_attribute("data-density", preferences.density.name());
}
