//! The keys of the page: one list of what they do, for the listener, the help and the palette. What moves within the
//! table and the domains is in modules of their own, and stands in the help alone.

pub mod motion;
mod place;
pub mod platform;

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;

use crate::command::{Command, PageCommand, RowCommand};
use crate::settings::Settings;
use place::Place;

/// A key and what it does.
pub struct Binding {
    /// The key as the browser names it, letters in lower case.
    key: &'static str,
    /// Whether Shift is held. Signs need it on some keyboards and not on others: it counts for letters alone.
    with_shift: bool,
    /// What it does.
    pub command: Command,
    /// What people read of it.
    pub about: &'static str,
}

impl Binding {
    const fn new(key: &'static str, command: Command, about: &'static str) -> Self {
        Self { key, with_shift: false, command, about }
    }

    const fn with_shift(self) -> Self {
        Self { with_shift: true, ..self }
    }

    /// What stands on the keys.
    pub fn label(&self) -> String {
        if self.with_shift { ["Shift ", &self.key.to_uppercase()].concat() } else { self.key.to_owned() }
    }

    fn is_letter(&self) -> bool {
        self.key.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    fn fits(&self, press: &Press) -> bool {
        self.key == press.key && (!self.is_letter() || self.with_shift == press.shift)
    }
}

/// The keys that act without a modifier.
pub const BINDINGS: [Binding; 11] = [
    Binding::new("/", Command::Search, "Search"),
    Binding::new("g", Command::Page(PageCommand::Group), "Group the rows"),
    Binding::new("p", Command::Page(PageCommand::Pause), "Pause or resume live updates"),
    Binding::new("w", Command::Page(PageCommand::Changes), "Show what changed"),
    Binding::new("y", Command::Row(RowCommand::Yaml), "Show the YAML"),
    Binding::new("y", Command::Row(RowCommand::CopyYaml), "Copy the YAML").with_shift(),
    Binding::new("o", Command::Row(RowCommand::OpenHost), "Open the host in a new tab"),
    Binding::new("c", Command::Row(RowCommand::CopyHost), "Copy the host"),
    Binding::new("c", Command::Row(RowCommand::CopyLink), "Copy the link to the Ingress").with_shift(),
    Binding::new("e", Command::Row(RowCommand::Explain), "Explain what answers its host"),
    Binding::new("?", Command::Help, "Show this help"),
];

/// Runs the commands of the keys for as long as the present owner lives.
pub fn listen(settings: Settings, run: Callback<Command>) {
    let is_apple = platform::is_apple();
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.repeat() {
            return;
        }
        let letters = settings.with_untracked(|preferences| preferences.letters);
        if let Some(command) = command(&Press::of(&event), Place::of(&event), letters, is_apple) {
            event.prevent_default();
            run.run(command);
        }
    });
    on_cleanup(move || handle.remove());
}

/// A key that was pressed.
struct Press {
    key: String,
    shift: bool,
    modifier: Modifier,
    /// Whether it belongs to a character that is still being composed.
    composing: bool,
}

/// What is held with a key, besides Shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Modifier {
    None,
    Control,
    Meta,
    /// Alt, or several.
    Other,
}

impl Press {
    fn of(event: &KeyboardEvent) -> Self {
        let modifier = match (event.ctrl_key(), event.meta_key(), event.alt_key()) {
            (false, false, false) => Modifier::None,
            (true, false, false) => Modifier::Control,
            (false, true, false) => Modifier::Meta,
            _ => Modifier::Other,
        };
        let key = event.key().to_lowercase();
        Self { key, shift: event.shift_key(), modifier, composing: is_composing(event) }
    }
}

/// Whether the key belongs to a character that is still being composed: Safari says so by the code alone.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    const COMPOSING: u32 = 229;
    event.is_composing() || event.key_code() == COMPOSING
}

/// What a key does that is pressed at this place; null where it has another meaning.
fn command(press: &Press, place: Place, letters: bool, is_apple: bool) -> Option<Command> {
    if press.composing || place == Place::Overlay {
        return None;
    }
    let of_platform = if is_apple { Modifier::Meta } else { Modifier::Control };
    if press.modifier == of_platform && !press.shift && press.key == "k" {
        return Some(Command::Palette);
    }
    let binding = BINDINGS.iter().find(|binding| binding.fits(press))?;
    let acts = match place {
        Place::Rows => true,
        Place::Beside => !binding.command.is_of_details(),
        Place::Control => !binding.is_letter(),
        Place::Field | Place::Overlay => false,
    };
    (letters && acts && press.modifier == Modifier::None).then_some(binding.command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press {
        let key = key.to_owned();
        Press { key, shift: false, modifier: Modifier::None, composing: false }
    }

    fn does(press: &Press, place: Place) -> Option<Command> {
        command(press, place, true, false)
    }

    #[test]
    fn letters_act_from_the_rows_and_signs_from_controls_as_well() {
        for (key, rows, control) in
            [("p", true, false), ("c", true, false), ("/", true, true), ("?", true, true)]
        {
            assert_eq!(does(&press(key), Place::Rows).is_some(), rows, "{key}");
            assert_eq!(does(&press(key), Place::Control).is_some(), control, "{key}");
            assert_eq!(does(&press(key), Place::Field), None, "{key}");
            assert_eq!(does(&press(key), Place::Overlay), None, "{key}");
            assert_eq!(command(&press(key), Place::Rows, false, false), None, "{key} is turned off");
        }
        assert_eq!(does(&press("x"), Place::Rows), None);
    }

    #[test]
    fn beside_the_rows_letters_act_that_have_no_other_meaning_there() {
        for key in ["p", "g", "e", "/", "?"] {
            assert!(does(&press(key), Place::Beside).is_some(), "{key}");
        }
        for key in ["y", "o", "c"] {
            assert_eq!(does(&press(key), Place::Beside), None, "{key}");
        }
    }

    #[test]
    fn shift_tells_letters_apart_and_is_nothing_to_signs() {
        let shifted = |key| Press { shift: true, ..press(key) };
        assert_eq!(does(&press("c"), Place::Rows), Some(Command::Row(RowCommand::CopyHost)));
        assert_eq!(does(&shifted("c"), Place::Rows), Some(Command::Row(RowCommand::CopyLink)));
        assert_eq!(does(&shifted("p"), Place::Rows), None);
        for sign in ["/", "?"] {
            assert_eq!(does(&shifted(sign), Place::Rows), does(&press(sign), Place::Rows));
        }
    }

    #[test]
    fn a_modifier_or_a_composition_gives_keys_another_meaning() {
        for press in [
            Press { modifier: Modifier::Control, ..press("p") },
            Press { modifier: Modifier::Meta, ..press("p") },
            Press { modifier: Modifier::Other, ..press("p") },
            Press { composing: true, ..press("p") },
            Press { composing: true, modifier: Modifier::Control, ..press("k") },
            Press { modifier: Modifier::Other, ..press("k") },
            Press { shift: true, modifier: Modifier::Control, ..press("k") },
        ] {
            assert_eq!(does(&press, Place::Rows), None);
        }
    }

    #[test]
    fn the_palette_opens_by_the_modifier_of_the_platform_even_from_a_field() {
        let control = Press { modifier: Modifier::Control, ..press("k") };
        let meta = Press { modifier: Modifier::Meta, ..press("k") };
        for place in [Place::Rows, Place::Control, Place::Field] {
            for letters in [true, false] {
                assert_eq!(command(&control, place, letters, false), Some(Command::Palette));
                assert_eq!(command(&meta, place, letters, true), Some(Command::Palette));
                assert_eq!(command(&meta, place, letters, false), None);
                assert_eq!(command(&control, place, letters, true), None);
            }
        }
        assert_eq!(does(&control, Place::Overlay), None);
    }
}
