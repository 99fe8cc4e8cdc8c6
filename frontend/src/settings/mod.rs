//! What a user has chosen for this browser: how the page looks, which keys act, and what is left out.

mod appearance;
mod dialog;
mod names;
mod store;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use appearance::{Density, Theme};
pub use dialog::SettingsDialog;

/// Columns that are not shown until somebody asks for them.
const HIDDEN_AT_FIRST: &str = "changed";

/// Everything that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Preferences {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// How high rows are.
    pub density: Density,
    /// Whether letters and signs act as keys.
    pub letters: bool,
    /// Columns that are not shown, by their name in the URL.
    pub hidden_columns: Vec<String>,
    /// Namespaces that filters do not offer.
    pub hidden_namespaces: Vec<String>,
    /// Keys of labels that filters do not offer.
    pub hidden_labels: Vec<String>,
    /// Keys of annotations that filters do not offer.
    pub hidden_annotations: Vec<String>,
    /// Denied namespaces that are meant to be hidden.
    pub accepted_denials: Vec<String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::Auto,
            density: Density::Comfortable,
            letters: true,
            hidden_columns: vec![HIDDEN_AT_FIRST.to_owned()],
            hidden_namespaces: Vec::new(),
            hidden_labels: Vec::new(),
            hidden_annotations: Vec::new(),
            accepted_denials: Vec::new(),
        }
    }
}

/// The choices as a signal; they are kept when they change, and follow changes in other windows. Copies are the same
/// one.
#[derive(Clone, Copy)]
pub struct Settings(RwSignal<Preferences>);

impl Settings {
    /// Reads what is kept and applies it, now and whenever it changes.
    pub fn start() -> Self {
        let settings = Self(RwSignal::new(store::read()));
        store::follow(settings.0);
        Effect::new(move |_| settings.with(appearance::apply));
        settings
    }

    /// Reads the choices. Tracks them.
    pub fn with<T>(self, read: impl FnOnce(&Preferences) -> T) -> T {
        self.0.with(read)
    }

    /// Reads the choices as they are now.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Preferences) -> T) -> T {
        self.0.with_untracked(read)
    }

    /// Changes the choices and keeps them.
    pub fn update(self, change: impl FnOnce(&mut Preferences)) {
        self.0.update(change);
        self.0.with_untracked(store::write);
    }
}
