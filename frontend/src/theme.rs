//! The button that goes through the themes.

use leptos::prelude::*;

use crate::settings::{Settings, Theme};

/// The button.
#[component]
pub fn ThemeToggle(settings: Settings) -> impl IntoView {
    let theme = move || settings.with(|chosen| chosen.theme);
    let label = move || ["Theme: ", theme().name()].concat();
    let next = move |_| {
        settings.update(|chosen| {
            chosen.theme = match chosen.theme {
                Theme::Auto => Theme::Light,
                Theme::Light => Theme::Dark,
                Theme::Dark => Theme::Auto,
            };
        });
    };
    let sign = move || match theme() {
        Theme::Auto => "◐",
        Theme::Light => "☀",
        Theme::Dark => "☾",
    };
    view! {
        <button class="button" data-testid="theme-toggle" aria-label=label title=label on:click=next>{sign}</button>
    }
}
