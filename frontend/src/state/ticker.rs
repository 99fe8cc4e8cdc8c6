//! The clock that ages are shown by.

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use crate::browser;

/// The browser's clock in milliseconds, once a second for as long as the page lives.
pub(super) fn every_second() -> ReadSignal<f64> {
    let (now, set_now) = signal(browser::now());
    Interval::new(1_000, move || set_now.set(browser::now())).forget();
    now
}
