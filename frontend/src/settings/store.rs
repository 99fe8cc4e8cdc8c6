//! Keeps the choices in the browser's storage, as one value with a version. Where it is forbidden, full or holds
//! something else, the page has its defaults and works all the same.

use leptos::ev;
use leptos::prelude::*;
use serde::Deserialize;

use super::Preferences;
use crate::browser;

/// What the value is kept under. `theme.js` reads it as well.
const KEY: &str = "settings";
/// Another version is not read.
const VERSION: u32 = 1;

#[derive(Deserialize)]
struct Kept {
    version: u32,
    preferences: Preferences,
}

/// What is kept, else the defaults.
pub(super) fn read() -> Preferences {
    browser::stored(KEY).and_then(|text| parse(&text)).unwrap_or_default()
}

/// Keeps the choices, if the browser lets it.
pub(super) fn write(preferences: &Preferences) {
    if let Some(text) = written(preferences) {
        browser::store(KEY, &text);
    }
}

/// Follows what other windows of this browser choose, for as long as the present owner lives. It is not kept again: two
/// builds of the page would answer each other for ever.
pub(super) fn follow(preferences: RwSignal<Preferences>) {
    let handle = window_event_listener(ev::storage, move |event| {
        if event.key().is_none_or(|key| key == KEY) {
            preferences.set(read());
        }
    });
    on_cleanup(move || handle.remove());
}

fn parse(text: &str) -> Option<Preferences> {
    serde_json::from_str(text).ok().filter(|kept: &Kept| kept.version == VERSION).map(|kept| kept.preferences)
}

fn written(preferences: &Preferences) -> Option<String> {
    let preferences = serde_json::to_string(preferences).ok()?;
    Some(format!("{{\"version\":{VERSION},\"preferences\":{preferences}}}"))
}

#[cfg(test)]
mod tests {
    use super::super::{Density, Theme};
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let preferences = Preferences {
            theme: Theme::Dark,
            density: Density::Compact,
            letters: false,
            hidden_columns: vec!["class".to_owned()],
            accepted_denials: vec!["vault".to_owned()],
            ..Preferences::default()
        };
        assert_eq!(parse(&written(&preferences).unwrap()), Some(preferences));
    }

    #[test]
    fn what_is_missing_has_its_default() {
        let read = parse(r#"{"version":1,"preferences":{"theme":"light","newer":7}}"#).unwrap();
        assert_eq!(read, Preferences { theme: Theme::Light, ..Preferences::default() });
    }

    #[test]
    fn what_is_malformed_or_of_another_version_is_not_read() {
        for text in [
            "",
            "dark",
            "null",
            "[]",
            r#"{"version":2,"preferences":{}}"#,
            r#"{"preferences":{}}"#,
            r#"{"version":1,"preferences":{"theme":"sepia"}}"#,
            r#"{"version":1,"preferences":{"hiddenColumns":"class"}}"#,
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
