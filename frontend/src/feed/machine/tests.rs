//! The machine against servers of every kind, without a browser.

use proptest::prelude::*;

use super::*;
use crate::feed::link::Shown;
use kube_ingress_dash_model::position::Epoch;

fn at(sequence: u64) -> Position {
    Epoch::from_bits(7).at(sequence)
}

fn refused(cause: Cause, seconds: u64) -> Failure {
    Failure::Refused { cause, retry_after: Some(seconds) }
}

/// A page on a clock that the test turns.
#[derive(Clone)]
struct Page {
    machine: Machine,
    now: Milliseconds,
    /// What was asked for last and not let go of.
    open: Option<Effect>,
    done: Vec<Effect>,
}

impl Page {
    fn new(is_hidden: bool) -> Self {
        let moment = Moment { now: 0.0, chance: 0.5 };
        let (machine, effects) = Machine::begin(is_hidden, moment);
        let mut page = Self { machine, now: 0.0, open: None, done: Vec::new() };
        page.apply(effects);
        page
    }

    fn live() -> Self {
        let mut page = Self::new(false);
        page.serve();
        assert_eq!(*page.machine.link(), Link::Live);
        page.done.clear();
        page
    }

    fn apply(&mut self, effects: Vec<Effect>) {
        for effect in &effects {
            match effect {
                Effect::Close => self.open = None,
                Effect::Fetch(_) | Effect::Open(_) => self.open = Some(effect.clone()),
                _ => {}
            }
        }
        self.done.extend(effects);
    }

    fn take(&mut self, input: Input) {
        let moment = Moment { now: self.now, chance: 0.5 };
        let effects = self.machine.take(input, moment);
        self.apply(effects);
    }

    fn pass(&mut self, milliseconds: Milliseconds) {
        self.now += milliseconds;
        self.take(Input::Alarm);
    }

    /// Goes on to the next alarm.
    fn sleep(&mut self) {
        let alarm = self.machine.alarm().expect("there is nothing to wait for");
        self.pass((alarm - self.now).max(0.0));
    }

    /// A healthy server answers what is open.
    fn serve(&mut self) {
        for _ in 0..4 {
            match self.open.clone() {
                Some(Effect::Fetch(_)) => self.take(Input::Listed(at(5))),
                Some(Effect::Open(_)) => {
                    self.take(Input::Streamed(Some(at(6))));
                    self.take(Input::Complete);
                }
                _ => return,
            }
        }
    }

    fn lists(&self) -> usize {
        self.done.iter().filter(|effect| matches!(effect, Effect::Fetch(_))).count()
    }

    fn shown(&self) -> Shown {
        self.machine.link().shown(self.now, true)
    }
}

#[test]
fn the_list_comes_first_and_the_stream_goes_on_from_it() {
    let mut page = Page::new(false);
    assert_eq!(page.done, [Effect::Join, Effect::Fetch(None)]);
    page.serve();
    assert_eq!(page.done[2..], [Effect::Close, Effect::Open(at(5))]);
    assert_eq!(*page.machine.link(), Link::Live);
}

#[test]
fn a_cut_is_resumed_within_half_a_second_and_not_seen() {
    let mut page = Page::live();
    page.take(Input::Ended);
    assert_eq!(page.done, [Effect::Close]);
    page.pass(500.0);
    assert_eq!(page.done[1..], [Effect::Open(at(6))]);
    assert_eq!(page.shown(), Shown::Live);
    page.serve();
    assert_eq!(*page.machine.link(), Link::Live);
    assert_eq!(page.done.last(), Some(&Effect::AskConfig), "the server may be another build since");
}

#[test]
fn a_cut_that_lasts_is_seen_after_three_seconds() {
    let mut page = Page::live();
    page.take(Input::Ended);
    page.pass(2_900.0);
    assert_eq!(page.shown(), Shown::Live);
    page.pass(100.0);
    assert_eq!(page.shown(), Shown::Reconnecting);
}

#[test]
fn silence_is_never_called_live() {
    let mut page = Page::live();
    page.pass(39_000.0);
    assert_eq!(*page.machine.link(), Link::Live);
    page.pass(1_000.0);
    assert_eq!(page.shown(), Shown::Reconnecting);
}

#[test]
fn a_stream_that_does_not_come_through_leads_to_polling() {
    let mut page = Page::new(false);
    page.take(Input::Listed(at(5)));
    page.pass(10_000.0);
    assert_eq!(page.open, Some(Effect::Fetch(Some(at(5)))));
    assert_eq!(*page.machine.link(), Link::Connecting, "not before the list has answered");
    page.take(Input::Listed(at(5)));
    assert_eq!(*page.machine.link(), Link::Polling);
    page.done.clear();

    let begun = page.now;
    while page.now - begun < 54_000.0 {
        page.sleep();
        assert_eq!(page.open, Some(Effect::Fetch(Some(at(5)))), "no stream for a minute");
        page.take(Input::Listed(at(5)));
    }
    assert_eq!(page.lists(), 11, "a list every 5 s");
    page.sleep();
    page.take(Input::Listed(at(9)));
    assert_eq!(page.open, Some(Effect::Open(at(9))), "the stream is tried again");
    page.sleep();
    assert_eq!(page.open, Some(Effect::Fetch(Some(at(9)))), "the trial ends when the next list is due");
    assert_eq!(*page.machine.link(), Link::Polling);
}

#[test]
fn three_streams_that_fail_lead_to_polling_while_the_list_answers() {
    let mut page = Page::live();
    page.take(Input::Ended);
    for _ in 0..3 {
        page.sleep();
        page.take(Input::Ended);
        assert_eq!(page.done.last(), Some(&Effect::AskStream(at(6))));
    }
    page.sleep();
    page.take(Input::Listed(at(8)));
    page.take(Input::Ended);
    assert_eq!(*page.machine.link(), Link::Polling);
    page.pass(65_000.0);
    page.serve();
    assert_eq!(*page.machine.link(), Link::Live);
    page.take(Input::Ended);
    page.sleep();
    assert_eq!(page.open, Some(Effect::Open(at(6))), "polling is over");
}

#[test]
fn a_server_that_is_gone_is_no_reason_to_poll() {
    let mut page = Page::live();
    page.take(Input::Ended);
    for _ in 0..3 {
        page.sleep();
        page.take(Input::Ended);
    }
    page.sleep();
    assert!(matches!(page.open, Some(Effect::Fetch(_))));
    let mut back = page.clone();
    back.serve();
    assert_eq!(*back.machine.link(), Link::Live, "a stream after the list tells a server from a proxy");
    page.take(Input::NotListed(Failure::NoAnswer));
    assert!(matches!(page.machine.link(), Link::Lost { .. }));
    page.sleep();
    page.serve();
    assert_eq!(*page.machine.link(), Link::Live, "the first attempt that reaches it is enough");
}

#[test]
fn what_the_server_asks_for_is_waited() {
    let mut page = Page::live();
    page.take(Input::Ended);
    page.sleep();
    page.take(Input::Ended);
    let draining = Cause::Draining("the server is shutting down".to_owned());
    page.take(Input::Answered(Answer::Failed(refused(draining.clone(), 20))));
    assert!(matches!(page.machine.link(), Link::Lost { cause, .. } if *cause == draining));
    page.pass(19_000.0);
    assert_eq!(page.open, None);
    page.pass(3_000.0);
    assert_eq!(page.open, Some(Effect::Open(at(6))));
}

#[test]
fn the_turn_to_stream_does_not_shorten_what_the_server_asked_for() {
    let mut page = Page::new(false);
    page.take(Input::NotListed(refused(Cause::RateLimited(String::new()), 20)));
    page.take(Input::Promoted);
    assert_eq!(page.open, None);
}

#[test]
fn the_turn_to_stream_right_after_a_list_asks_for_no_other_list() {
    let mut page = Page::new(false);
    page.take(Input::Listed(at(5)));
    page.take(Input::Promoted);
    assert_eq!(page.open, Some(Effect::Open(at(5))));
    assert!(!page.machine.resumes(), "another replica's state is taken as it comes");
}

#[test]
fn a_session_that_ended_is_asked_about_with_the_focus_and_never_in_a_loop() {
    let mut page = Page::live();
    page.take(Input::Ended);
    page.sleep();
    page.take(Input::Ended);
    page.take(Input::Answered(Answer::Failed(Failure::SignedOut)));
    assert_eq!(page.shown(), Shown::SignedOut);
    assert_eq!(page.machine.alarm(), None);
    page.done.clear();
    page.take(Input::Focused);
    page.take(Input::Focused);
    assert_eq!(page.done, [Effect::AskConfig], "one question at a time");
    page.take(Input::Answered(Answer::Failed(Failure::SignedOut)));
    assert_eq!(page.shown(), Shown::SignedOut);
    page.take(Input::Focused);
    page.take(Input::Answered(Answer::Fine));
    page.serve();
    assert_eq!(*page.machine.link(), Link::Live);
}

#[test]
fn a_hidden_page_lets_go_and_resumes_when_it_is_seen() {
    let mut page = Page::live();
    page.take(Input::Hidden);
    page.sleep();
    assert!((page.now - REST).abs() < 1.0);
    assert_eq!(page.done, [Effect::Close, Effect::Leave]);
    assert_eq!(page.machine.alarm(), None);
    page.now += 600_000.0;
    assert_eq!(page.shown(), Shown::Reconnecting);
    page.take(Input::Seen);
    assert_eq!(page.done[2..], [Effect::Join, Effect::Open(at(6))]);
}

#[test]
fn a_page_that_is_hidden_for_a_moment_keeps_its_stream() {
    let mut page = Page::live();
    page.take(Input::Hidden);
    page.pass(29_000.0);
    page.take(Input::Seen);
    page.take(Input::Heard);
    page.pass(10_000.0);
    assert_eq!(page.done, []);
}

#[test]
fn a_page_opened_hidden_does_nothing_until_it_is_seen() {
    let mut page = Page::new(true);
    assert_eq!((page.done.as_slice(), page.machine.alarm()), (&[][..], None));
    page.take(Input::Seen);
    page.serve();
    assert_eq!(*page.machine.link(), Link::Live);
}

#[test]
fn a_stream_that_cannot_resume_is_left_for_the_list_once() {
    let mut page = Page::live();
    page.take(Input::Ended);
    page.sleep();
    assert!(page.machine.resumes());
    page.take(Input::LostPlace);
    assert_eq!(page.open, Some(Effect::Fetch(Some(at(6)))));
    page.take(Input::Listed(at(2)));
    assert!(!page.machine.resumes());
    page.take(Input::Streamed(None));
    assert_eq!(page.open, Some(Effect::Open(at(2))), "another replica's state is taken as it comes");
    assert_eq!(page.machine.position(), None, "nothing can be resumed within it");
}

#[test]
fn a_window_that_follows_another_says_what_that_one_says() {
    let mut page = Page::new(false);
    page.take(Input::Listed(at(5)));
    page.take(Input::Told(Link::Live));
    assert_eq!(*page.machine.link(), Link::Live);
    page.take(Input::Told(Link::Polling));
    assert_eq!(*page.machine.link(), Link::Polling);
    page.take(Input::Told(Link::Live));
    page.take(Input::Gap);
    page.sleep();
    assert_eq!(page.open, Some(Effect::Fetch(Some(at(5)))));
    page.take(Input::Listed(at(9)));
    page.take(Input::Told(Link::Live));
    page.done.clear();
    page.take(Input::Promoted);
    assert_eq!(page.done, [Effect::Close, Effect::Open(at(9))], "resumes from its own position");
    assert_eq!(page.shown(), Shown::Live);
}

#[test]
fn a_computer_that_slept_reconnects_at_once_and_says_how_old_rows_are() {
    let mut page = Page::live();
    page.now += 600_000.0;
    page.take(Input::Woken);
    assert_eq!(page.open, Some(Effect::Open(at(6))));
    assert_eq!(page.shown(), Shown::Reconnecting);
    page.serve();
    assert_eq!(page.shown(), Shown::Live);
}

fn failure() -> impl Strategy<Value = Failure> {
    prop_oneof![
        Just(Failure::NoAnswer),
        Just(Failure::SignedOut),
        (0..1_000_u64).prop_map(|seconds| refused(Cause::RateLimited(String::new()), seconds)),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    let link = Link::Lost { since: 0.0, next_attempt: 0.0, cause: Cause::NoAnswer, was_live: false };
    prop_oneof![
        8 => Just(Input::Alarm),
        1 => Just(Input::Hidden),
        1 => Just(Input::Seen),
        1 => Just(Input::Focused),
        1 => Just(Input::Woken),
        1 => Just(Input::Promoted),
        1 => Just(Input::Heard),
        2 => (1..9_u64).prop_map(|sequence| Input::Listed(at(sequence))),
        2 => failure().prop_map(Input::NotListed),
        2 => proptest::option::of(1..9_u64).prop_map(|sequence| Input::Streamed(sequence.map(at))),
        2 => Just(Input::Complete),
        1 => Just(Input::LostPlace),
        1 => Just(Input::Gap),
        1 => Just(Input::Malformed),
        3 => Just(Input::Ended),
        1 => Just(Input::Told(Link::Live)),
        1 => Just(Input::Told(Link::Polling)),
        1 => Just(Input::Told(link)),
        1 => Just(Input::Answered(Answer::Fine)),
        2 => failure().prop_map(|failure| Input::Answered(Answer::Failed(failure))),
    ]
}

proptest! {
    #[test]
    fn from_any_state_a_healthy_server_leads_to_live(
        is_hidden: bool,
        history in proptest::collection::vec((input(), 0.0..50_000.0), 0..60),
    ) {
        let mut page = Page::new(is_hidden);
        for (input, pause) in history {
            page.now += pause;
            page.take(input);
        }
        // The server is healthy from here on, and somebody looks at the page and has signed in.
        let healed = page.now;
        page.take(Input::Seen);
        page.take(Input::Focused);
        page.take(Input::Answered(Answer::Fine));
        page.serve();
        while *page.machine.link() != Link::Live {
            prop_assert!(page.now - healed < 200_000.0, "still {:?}", page.machine);
            prop_assert!(page.machine.alarm().is_some(), "stuck in {:?}", page.machine);
            page.sleep();
            page.serve();
        }
    }

    #[test]
    fn nothing_is_asked_in_a_loop(history in proptest::collection::vec(input(), 0..60)) {
        let mut page = Page::new(false);
        for input in history {
            page.take(input);
            page.done.clear();
            // At one moment of time there is an end to what follows from an alarm.
            for _ in 0..3 {
                page.take(Input::Alarm);
            }
            prop_assert!(page.lists() <= 1, "{:?}", page.done);
        }
    }
}
