//! The way of the data into the page: the stream, its reconnects, and one batch of events a frame.
//!
//! The page reconnects by itself instead of leaving it to `EventSource`, which gives up for good when it gets an
//! error, cannot say when it tries again, and cannot tell what the server said.

pub mod link;
mod probe;
mod source;

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::{Interval, Timeout};
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::position::Position;
use leptos::logging::warn;
use leptos::prelude::*;

use crate::browser;
use crate::state::Store;
use link::Link;
use source::{Message, Source};

/// How often silence is looked for, in milliseconds.
const WATCHDOG: u32 = 5_000;

/// The open stream and what surrounds it.
struct Feed {
    store: Store,
    source: Option<Source>,
    reopening: Option<Timeout>,
    attempt: u32,
    heard: f64,
    batch: Vec<Event>,
    position: Option<Position>,
    flush_is_scheduled: bool,
}

type Shared = Rc<RefCell<Feed>>;

/// Follows the server for as long as the page lives.
pub fn start(store: Store) {
    let feed = Rc::new(RefCell::new(Feed {
        store,
        source: None,
        reopening: None,
        attempt: 0,
        heard: browser::now(),
        batch: Vec::new(),
        position: None,
        flush_is_scheduled: false,
    }));
    open(&feed);
    Interval::new(WATCHDOG, move || {
        let heartbeat =
            store.config.with_untracked(|config| config.as_ref().map(|config| config.limits.heartbeat));
        let silent =
            feed.borrow().source.is_some() && browser::now() - feed.borrow().heard > link::silence(heartbeat);
        if silent {
            lose(&feed);
        }
    })
    .forget();
}

fn open(feed: &Shared) {
    let url = match &feed.borrow().position {
        Some(position) => browser::url(&format!("api/ingresses/stream?from={position}")),
        None => browser::url("api/ingresses/stream"),
    };
    let listener = Rc::clone(feed);
    feed.borrow_mut().heard = browser::now();
    match Source::open(&url, move |message| take(&listener, message)) {
        Ok(source) => feed.borrow_mut().source = Some(source),
        Err(_) => lose(feed),
    }
}

fn take(feed: &Shared, message: Message) {
    match message {
        Message::Event(event, position) => {
            let mut inner = feed.borrow_mut();
            inner.heard = browser::now();
            inner.batch.push(event);
            inner.position = position;
            if !inner.flush_is_scheduled {
                inner.flush_is_scheduled = true;
                let feed = Rc::clone(feed);
                browser::soon(move || flush(&feed));
            }
        }
        Message::Malformed => {
            warn!("the stream brought an event that this page cannot read; it starts anew");
            feed.borrow_mut().position = None;
            lose(feed);
        }
        Message::Ended => lose(feed),
    }
}

/// Applies what has come since the last frame.
fn flush(feed: &Shared) {
    let (store, batch) = {
        let mut inner = feed.borrow_mut();
        inner.flush_is_scheduled = false;
        (inner.store, std::mem::take(&mut inner.batch))
    };
    if store.apply(batch) {
        feed.borrow_mut().attempt = 0;
        store.link.set(Link::Live);
    }
}

/// Closes the stream and schedules the next attempt, after asking the server what is wrong where it has failed before.
fn lose(feed: &Shared) {
    flush(feed);
    let delay = {
        let mut inner = feed.borrow_mut();
        inner.source = None;
        let delay = link::delay(inner.attempt, js_sys::Math::random());
        inner.attempt += 1;
        delay
    };
    let store = feed.borrow().store;
    let now = browser::now();
    let since = match store.link.get_untracked() {
        Link::Lost { since, .. } => since,
        Link::Connecting | Link::Live => now,
    };
    let next_attempt = now + delay.as_secs_f64() * 1000.0;
    store.link.set(Link::Lost { since, next_attempt, problem: None });
    probe::tell(store);
    let again = Rc::clone(feed);
    let milliseconds = u32::try_from(delay.as_millis()).unwrap_or(u32::MAX);
    feed.borrow_mut().reopening = Some(Timeout::new(milliseconds, move || open(&again)));
}
