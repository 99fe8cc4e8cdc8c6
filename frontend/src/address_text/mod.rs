//! A text that is typed and stands in the page's address. It acts at once; the address follows when typing rests, and
//! leads back to it.

mod echoes;
mod field;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;

use crate::alarm::Alarm;
use crate::parameter::parameter_signal;
use echoes::Echoes;
pub use field::{FIELD, TextField, is_left_by};

/// How long typing must rest before it stands in the address.
const REST: Duration = Duration::from_millis(300);

/// How a text enters the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Entry {
    /// In place of the present entry.
    #[default]
    Replace,
    /// As a new entry, from which one can go back to the present one.
    Add,
}

/// The text. Copies are the same one.
#[derive(Clone, Copy)]
pub struct AddressText {
    /// The text as it is typed.
    pub text: RwSignal<String>,
    in_address: Memo<Option<String>>,
    replace: SignalSetter<Option<String>>,
    add: SignalSetter<Option<String>>,
    echoes: StoredValue<Echoes>,
    /// What writes the address when typing rests.
    rest: Alarm,
    next_entry: StoredValue<Entry>,
}

impl AddressText {
    /// The text in this parameter of the address, below a router.
    pub fn of(parameter: &'static str) -> Self {
        let typing = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        let acting = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        let (in_address, replace) = parameter_signal::<String>(parameter, typing);
        let (_, add) = parameter_signal::<String>(parameter, acting);
        let text = RwSignal::new(in_address.get_untracked().unwrap_or_default());
        let echoes = StoredValue::new(Echoes::default());
        Effect::new(move |_| {
            let written = in_address.get().unwrap_or_default();
            if echoes.try_update_value(|echoes| echoes.hear(&written)) == Some(false) {
                text.set(written);
            }
        });
        Self {
            text,
            in_address,
            replace,
            add,
            echoes,
            rest: Alarm::new(),
            next_entry: StoredValue::new(Entry::default()),
        }
    }

    /// Puts another text in its place, in the address as well.
    pub fn set(self, text: String, entry: Entry) {
        self.rest.call_off();
        self.text.set(text);
        self.write(entry);
    }

    /// Takes what is typed. The address follows when typing rests.
    fn take(self, text: String) {
        self.text.set(text);
        self.rest.set(REST, move || self.write_as_due());
    }

    /// Ends a text: what is typed then adds an entry to the history.
    fn end(self) {
        self.rest.call_off();
        self.write_as_due();
        self.next_entry.set_value(Entry::Add);
    }

    fn clear(self) {
        self.rest.call_off();
        self.text.set(String::new());
        self.write_as_due();
    }

    fn write_as_due(self) {
        self.write(self.next_entry.try_update_value(std::mem::take).unwrap_or_default());
    }

    fn write(self, entry: Entry) {
        let text = self.text.get_untracked();
        if self.in_address.with_untracked(|shown| shown.as_deref().unwrap_or_default() != text) {
            self.echoes.update_value(|echoes| echoes.expect(text.clone()));
        }
        let text = (!text.is_empty()).then_some(text);
        match entry {
            Entry::Replace => self.replace.set(text),
            Entry::Add => self.add.set(text),
        }
    }
}
