//! What happens once, later: unless it is called off, or whoever set it is gone by then.

use std::time::Duration;

use leptos::prelude::*;

/// At most one such thing. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Alarm(StoredValue<Option<TimeoutHandle>>);

impl Alarm {
    /// One that is called off with the present owner.
    pub fn new() -> Self {
        let alarm = Self(StoredValue::new(None));
        on_cleanup(move || alarm.call_off());
        alarm
    }

    /// Whether something is to happen.
    pub fn is_set(self) -> bool {
        self.0.with_value(Option::is_some)
    }

    /// Does this after so long, and nothing of what was to happen before.
    pub fn set(self, after: Duration, act: impl FnOnce() + 'static) {
        self.call_off();
        let ring = move || {
            self.0.try_set_value(None);
            act();
        };
        self.0.set_value(set_timeout_with_handle(ring, after).ok());
    }

    /// Does nothing.
    pub fn call_off(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }
}
