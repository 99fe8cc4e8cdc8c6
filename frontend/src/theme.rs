//! Light, dark, or as the system has it. `theme.js` applies the choice before the first paint.

use leptos::prelude::*;

const STORED: &str = "theme";

/// What was chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    fn stored() -> Self {
        let storage = window().local_storage().ok().flatten();
        match storage.and_then(|storage| storage.get_item(STORED).ok().flatten()).as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::Auto,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Auto => "◐",
            Self::Light => "☀",
            Self::Dark => "☾",
        }
    }

    fn apply(self) {
        if let Some(root) = document().document_element() {
            let dark = match self {
                Self::Auto => window()
                    .match_media("(prefers-color-scheme: dark)")
                    .ok()
                    .flatten()
                    .is_some_and(|media| media.matches()),
                Self::Light => false,
                Self::Dark => true,
            };
            let _ = root.set_attribute("data-theme", if dark { "dark" } else { "light" });
        }
        if let Some(storage) = window().local_storage().ok().flatten() {
            let _ = storage.set_item(STORED, self.name());
        }
    }
}

/// The button that goes through the themes.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let theme = RwSignal::new(Theme::stored());
    let label = move || format!("Theme: {}", theme.get().name());
    let next = move |_| {
        theme.update(|theme| *theme = theme.next());
        theme.get_untracked().apply();
    };
    view! {
        <button class="button" data-testid="theme-toggle" aria-label=label title=label on:click=next>
            {move || theme.get().sign()}
        </button>
    }
}
