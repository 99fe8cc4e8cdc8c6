//! The way of the data into the page: the list, the stream from the list's position, its reconnects, and one batch of
//! events a frame.
//!
//! The list is compressed and the stream is not, so that a state comes by the list wherever it can. A stream that
//! could not resume is left for a new list at once. With replicas behind a proxy the stream after a list may be another
//! replica's: then the state that it sends is taken, so that a reconnect costs one list and one such state at most.
//!
//! The page reconnects by itself instead of leaving it to `EventSource`, which gives up for good when it gets an
//! error, cannot say when it tries again, and cannot tell what the server said.

pub mod link;
mod list;
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
use list::{Failure, List};
use source::{Message, Source};

/// How often silence is looked for, in milliseconds.
const WATCHDOG: u32 = 5_000;

/// The connection and what surrounds it.
struct Feed {
    store: Store,
    list: Option<List>,
    source: Option<Source>,
    /// Whether the stream was opened to resume, and not to go on from a list.
    resumes: bool,
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
        list: None,
        source: None,
        resumes: false,
        reopening: None,
        attempt: 0,
        heard: browser::now(),
        batch: Vec::new(),
        position: None,
        flush_is_scheduled: false,
    }));
    connect(&feed);
    Interval::new(WATCHDOG, move || {
        let heartbeat =
            store.config.with_untracked(|config| config.as_ref().map(|config| config.limits.heartbeat));
        let silent = {
            let inner = feed.borrow();
            let connected = inner.list.is_some() || inner.source.is_some();
            connected && browser::now() - inner.heard > link::silence(heartbeat)
        };
        if silent {
            lose(&feed, Failure::default());
        }
    })
    .forget();
}

/// Resumes where a position is known, else begins with the list.
fn connect(feed: &Shared) {
    let position = feed.borrow().position.clone();
    match position {
        Some(position) => {
            feed.borrow_mut().resumes = true;
            open(feed, &position);
        }
        None => fetch(feed),
    }
}

/// Takes the state from the list, and then goes on from its position.
fn fetch(feed: &Shared) {
    let listener = Rc::clone(feed);
    feed.borrow_mut().heard = browser::now();
    let list = List::fetch(browser::url("api/ingresses"), move |message| match message {
        list::Message::Part(events) => collect(&listener, events),
        list::Message::Complete(ready) => {
            let position = ready.position.clone();
            collect(&listener, vec![Event::Ready(ready)]);
            // The page is live when the stream says so.
            apply(&listener);
            {
                let mut inner = listener.borrow_mut();
                inner.list = None;
                inner.position = Some(position.clone());
                inner.resumes = false;
            }
            open(&listener, &position);
        }
        list::Message::Failed(failure) => lose(&listener, failure),
    });
    match list {
        Ok(list) => feed.borrow_mut().list = Some(list),
        Err(_) => lose(feed, Failure::default()),
    }
}

fn open(feed: &Shared, position: &Position) {
    let url = browser::url(&format!("api/ingresses/stream?from={position}"));
    let listener = Rc::clone(feed);
    feed.borrow_mut().heard = browser::now();
    match Source::open(&url, move |message| take(&listener, message)) {
        Ok(source) => feed.borrow_mut().source = Some(source),
        Err(_) => lose(feed, Failure::default()),
    }
}

fn take(feed: &Shared, message: Message) {
    match message {
        Message::Event(Event::Reset(reset), _) if feed.borrow().resumes && reset.reason.is_lost_place() => {
            {
                let mut inner = feed.borrow_mut();
                inner.source = None;
                inner.position = None;
            }
            fetch(feed);
        }
        Message::Event(event, position) => {
            feed.borrow_mut().position = position;
            collect(feed, vec![event]);
        }
        Message::Malformed => {
            warn!("the stream brought an event that this page cannot read; it starts anew");
            feed.borrow_mut().position = None;
            lose(feed, Failure::default());
        }
        Message::Ended => lose(feed, Failure::default()),
    }
}

/// Keeps events for the next frame.
fn collect(feed: &Shared, events: Vec<Event>) {
    let mut inner = feed.borrow_mut();
    inner.heard = browser::now();
    inner.batch.extend(events);
    if !inner.flush_is_scheduled {
        inner.flush_is_scheduled = true;
        let feed = Rc::clone(feed);
        browser::soon(move || flush(&feed));
    }
}

/// Applies what has come since the last frame; a stream that has completed the state makes the page live.
fn flush(feed: &Shared) {
    feed.borrow_mut().flush_is_scheduled = false;
    if apply(feed) {
        feed.borrow_mut().attempt = 0;
        let store = feed.borrow().store;
        store.link.set(Link::Live);
    }
}

/// Applies what has come, and says whether the state is complete with it.
fn apply(feed: &Shared) -> bool {
    let (store, batch) = {
        let mut inner = feed.borrow_mut();
        (inner.store, std::mem::take(&mut inner.batch))
    };
    store.apply(batch)
}

/// Closes the connection and schedules the next attempt. Where the server has not said what is wrong, it is asked.
fn lose(feed: &Shared, failure: Failure) {
    flush(feed);
    let delay = {
        let mut inner = feed.borrow_mut();
        inner.list = None;
        inner.source = None;
        let delay = link::delay(inner.attempt, js_sys::Math::random(), failure.retry_after);
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
    let is_told = failure.problem.is_some();
    store.link.set(Link::Lost { since, next_attempt, problem: failure.problem });
    if !is_told {
        probe::tell(store);
    }
    let again = Rc::clone(feed);
    let milliseconds = u32::try_from(delay.as_millis()).unwrap_or(u32::MAX);
    feed.borrow_mut().reopening = Some(Timeout::new(milliseconds, move || connect(&again)));
}
