//! What happens around the page: whether somebody sees it, the network, and sleep.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use super::machine::Input;
use crate::browser;

/// How often the clock is looked at, in milliseconds.
const TICK: u32 = 1_000;
/// A tick that comes this late, in milliseconds, has slept.
const SLEPT: f64 = 15_000.0;
/// So many ticks lie between two times at which windows are told how things stand.
const RETELL: u32 = 10;

/// Reports what happens for as long as the page lives, and calls `retell` now and then.
pub(super) fn watch(take: Rc<dyn Fn(Input)>, retell: impl Fn() + 'static) {
    let ticked = Rc::new(Cell::new(browser::now()));
    let on = |name: &'static str, input: fn() -> Input| {
        let (take, ticked) = (Rc::clone(&take), Rc::clone(&ticked));
        let _lasts_as_long_as_the_page = window_event_listener_untyped(name, move |_| {
            // The ticks of a hidden page come rarely.
            ticked.set(browser::now());
            take(input());
        });
    };
    on("visibilitychange", || if document().hidden() { Input::Hidden } else { Input::Seen });
    on("focus", || Input::Focused);
    on("online", || Input::Woken);
    let ticks = Cell::new(0_u32);
    Interval::new(TICK, move || {
        let now = browser::now();
        if now - ticked.replace(now) > SLEPT && !document().hidden() {
            take(Input::Woken);
        }
        ticks.set(ticks.get().wrapping_add(1));
        if ticks.get().is_multiple_of(RETELL) {
            retell();
        }
    })
    .forget();
}
