//! The way of the data into the page: the list, the stream from the list's position, its reconnects, and one batch of
//! events a frame.
//!
//! The list is compressed and the stream is not, so that a state comes by the list wherever it can. A stream that
//! could not resume is left for a new list at once. With replicas behind a proxy the stream after a list may be another
//! replica's: then the state that it sends is taken, so that a reconnect costs one list and one such state at most.
//!
//! The page reconnects by itself instead of leaving it to `EventSource`, which gives up for good when it gets an
//! error, cannot say when it tries again, and cannot tell what the server said. What to do is decided by [`machine`],
//! which knows no browser; here it is done. Whatever happens waits in an inbox until the browser's call is over, so that
//! no closure is dropped while it runs.

mod answer;
mod company;
mod delay;
mod failure;
mod inbox;
pub mod link;
mod list;
mod machine;
mod question;
mod source;
mod surroundings;
mod tabs;

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::position::Position;
use leptos::logging::warn;
use leptos::prelude::*;

use crate::state::Store;
use crate::{browser, new_build};
use company::Shared;
use delay::Milliseconds;
use failure::Failure;
use inbox::Inbox;
use list::List;
use machine::{Answer, Effect, Input, Machine, Moment};
use question::Question;
use source::{Frame, Source};
use tabs::{News, Tabs};

/// Something that has happened.
enum Message {
    Input(Input),
    /// Of the list that was opened as the connection of this number.
    List(u32, list::Message),
    /// Of the stream that was opened as the connection of this number.
    Stream(u32, source::Message),
    Config(Result<ClientConfig, Failure>),
    Tabs(News),
    /// The browser is about to draw.
    Frame,
    /// It is time to tell other windows how things stand.
    Retell,
}

/// What is open, until it is dropped.
enum Connection {
    Nothing,
    List(#[expect(dead_code, reason = "it ends when it is dropped")] List),
    Stream(#[expect(dead_code, reason = "it ends when it is dropped")] Source),
    /// The stream of another window.
    Shared,
}

/// The connection and what surrounds it.
struct Feed {
    store: Store,
    inbox: Inbox<Message>,
    machine: Machine,
    connection: Connection,
    /// How many connections there were: what an earlier one had left to say is not heard.
    number: u32,
    alarm: Option<(Milliseconds, Timeout)>,
    questions: (Option<Question>, Option<Question>),
    tabs: Tabs,
    /// What other windows told while this one could not use it yet.
    missed: Vec<Shared>,
    batch: Vec<Event>,
    flush_is_scheduled: bool,
}

/// Follows the server for as long as the page lives.
pub fn start(store: Store) {
    let inbox = Inbox::default();
    let (machine, effects) = Machine::begin(document().hidden(), moment());
    let to_inbox = inbox.clone();
    let mut feed = Feed {
        store,
        inbox: inbox.clone(),
        machine,
        connection: Connection::Nothing,
        number: 0,
        alarm: None,
        questions: (None, None),
        tabs: Tabs::new(move |news| to_inbox.post(Message::Tabs(news))),
        missed: Vec::new(),
        batch: Vec::new(),
        flush_is_scheduled: false,
    };
    let (to_input, to_retell) = (inbox.clone(), inbox.clone());
    surroundings::watch(Rc::new(move |input: Input| to_input.post(Message::Input(input))), move || {
        to_retell.post(Message::Retell);
    });
    feed.perform(vec![Effect::AskConfig]);
    feed.perform(effects);
    feed.set_alarm();
    inbox.open(move |message| feed.handle(message));
}

fn moment() -> Moment {
    Moment { now: browser::now(), chance: js_sys::Math::random() }
}

impl Feed {
    fn handle(&mut self, message: Message) {
        match message {
            Message::Input(input) => self.take(input),
            Message::List(number, message) if number == self.number => self.take_list(message),
            Message::Stream(number, message) if number == self.number => self.take_stream(message),
            Message::List(..) | Message::Stream(..) => {}
            Message::Config(config) => self.take_config(config),
            Message::Tabs(News::Promoted) => self.take(Input::Promoted),
            Message::Tabs(News::Told(told)) => self.take_told(told),
            Message::Frame => self.flush(),
            Message::Retell => self.tell_state(),
        }
    }

    /// Lets the machine decide, and does what it says.
    fn take(&mut self, input: Input) {
        if input == Input::Alarm {
            self.alarm = None;
        }
        let is_told = matches!(input, Input::Listed(_) | Input::Complete);
        let effects = self.machine.take(input, moment());
        self.perform(effects);
        let is_changed = self.store.link.with_untracked(|link| link != self.machine.link());
        if is_changed {
            self.store.link.set(self.machine.link().clone());
        }
        if is_told || is_changed {
            self.tell_state();
        }
        self.set_alarm();
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Join => self.tabs.join(),
                Effect::Leave => self.tabs.leave(),
                Effect::Close => self.close(),
                Effect::Fetch(known) => self.fetch(known),
                Effect::Open(position) => self.open(&position),
                Effect::AskStream(position) => {
                    let inbox = self.inbox.clone();
                    let take = move |answer: Result<(), Failure>| {
                        let answer = answer.map_or_else(Answer::Failed, |()| Answer::Fine);
                        inbox.post(Message::Input(Input::Answered(answer)));
                    };
                    self.questions.0 = Question::stream(stream_url(&position), take).ok();
                }
                Effect::AskConfig => {
                    let inbox = self.inbox.clone();
                    self.questions.1 =
                        Question::config(move |config| inbox.post(Message::Config(config))).ok();
                }
            }
        }
    }

    /// Lets go of what is open. What has come of it is shown, and what it may still have to say is not heard.
    fn close(&mut self) {
        self.apply();
        self.number = self.number.wrapping_add(1);
        self.questions.0 = None;
        self.connection = Connection::Nothing;
    }

    fn fetch(&mut self, known: Option<Position>) {
        self.close();
        let (inbox, number) = (self.inbox.clone(), self.number);
        match List::fetch(known, move |message| inbox.post(Message::List(number, message))) {
            Ok(list) => self.connection = Connection::List(list),
            Err(_) => self.inbox.post(Message::Input(Input::NotListed(Failure::NoAnswer))),
        }
    }

    fn open(&mut self, position: &Position) {
        self.close();
        if !self.tabs.leads() {
            self.follow();
            return;
        }
        self.missed.clear();
        let (inbox, number) = (self.inbox.clone(), self.number);
        match Source::open(&stream_url(position), move |message| inbox.post(Message::Stream(number, message)))
        {
            Ok(source) => self.connection = Connection::Stream(source),
            Err(_) => self.inbox.post(Message::Input(Input::Ended)),
        }
    }

    /// Sets the alarm that the machine asks for; one that comes too early is set again then.
    fn set_alarm(&mut self) {
        let Some(due) = self.machine.alarm() else {
            self.alarm = None;
            return;
        };
        if self.alarm.as_ref().is_some_and(|(set, _)| *set <= due) {
            return;
        }
        let inbox = self.inbox.clone();
        let alarm =
            Timeout::new(wait(due - browser::now()), move || inbox.post(Message::Input(Input::Alarm)));
        self.alarm = Some((due, alarm));
    }

    fn take_list(&mut self, message: list::Message) {
        match message {
            list::Message::Part(events) => {
                self.collect(events);
                self.take(Input::Heard);
            }
            list::Message::Complete(ready) => {
                let position = ready.position.clone();
                self.batch.push(Event::Ready(ready));
                // The page is live when the stream says so.
                self.apply();
                self.take(Input::Listed(position));
            }
            list::Message::Unchanged(position) => self.take(Input::Listed(position)),
            list::Message::Failed(failure) => self.take(Input::NotListed(failure)),
        }
    }

    fn take_stream(&mut self, message: source::Message) {
        match message {
            source::Message::Frame(Frame { event: Event::Reset(reset), .. })
                if reset.reason.is_lost_place() && self.machine.resumes() =>
            {
                self.take(Input::LostPlace);
            }
            source::Message::Frame(frame) => {
                self.tell_frame(&frame);
                self.collect(vec![frame.event]);
                self.take(Input::Streamed(frame.position));
            }
            source::Message::Malformed => {
                warn!("the stream brought an event that this page cannot read; it starts anew");
                self.take(Input::Malformed);
            }
            source::Message::Ended => {
                self.flush();
                self.take(Input::Ended);
            }
        }
    }

    fn take_config(&mut self, config: Result<ClientConfig, Failure>) {
        let answer = match config {
            Ok(config) => {
                self.machine.expect_heartbeat(config.limits.heartbeat);
                document().set_title(&[&config.cluster_name, " · kube-ingress-dash"].concat());
                new_build::compare(self.store, &config.build);
                self.store.config.set(Some(config));
                Answer::Fine
            }
            Err(failure) => Answer::Failed(failure),
        };
        self.take(Input::Answered(answer));
    }

    /// Keeps events for the next frame.
    fn collect(&mut self, events: Vec<Event>) {
        self.batch.extend(events);
        if !std::mem::replace(&mut self.flush_is_scheduled, true) {
            let inbox = self.inbox.clone();
            browser::soon(move || inbox.post(Message::Frame));
        }
    }

    /// Applies what has come since the last frame; a stream that has completed the state makes the page live.
    fn flush(&mut self) {
        self.flush_is_scheduled = false;
        if self.apply() {
            self.take(Input::Complete);
            if self.store.config.with_untracked(Option::is_none) {
                self.perform(vec![Effect::AskConfig]);
            }
        }
    }

    /// Applies what has come, and says whether the state is complete with it.
    fn apply(&mut self) -> bool {
        let batch = std::mem::take(&mut self.batch);
        !batch.is_empty() && self.store.apply(batch)
    }
}

fn stream_url(position: &Position) -> String {
    browser::url(&["api/ingresses/stream?from=", &position.to_string()].concat())
}

/// A time as the browser's timers take it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn wait(milliseconds: Milliseconds) -> u32 {
    milliseconds.ceil().clamp(0.0, f64::from(i32::MAX)) as u32
}
