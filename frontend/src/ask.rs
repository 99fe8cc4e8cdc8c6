//! What the board does not hold, asked of the server: one request at a time, again when what is asked about has changed,
//! and given up when something else is asked.

use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder};
use kube_ingress_dash_model::problem::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortController, RequestRedirect};

use crate::alarm::Alarm;
use crate::browser;
use crate::feed::link::Link;

/// How long a wish must rest before anything is asked about it.
const REST: Duration = Duration::from_millis(150);

/// What the server said last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The body of the last success.
    pub body: Option<String>,
    /// Why the last request failed, if it did.
    pub failure: Option<Failure>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The HTTP status, where the server answered.
    pub status: Option<u16>,
    /// What happened, in a few words.
    pub title: String,
    /// What happened, in a sentence.
    pub detail: String,
}

/// What is asked. Another version of the same question is asked when the one before is answered, whose answer stays
/// until then; another question is asked at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked for, below the page's base.
    pub path: String,
    /// Tells apart what the answer may depend on.
    pub version: String,
}

/// An answer that is kept up to date.
#[derive(Clone, Copy)]
pub struct Fetched {
    /// The last answer.
    pub answer: RwSignal<Answer>,
    /// Whether a request is on its way.
    pub is_loading: RwSignal<bool>,
    /// Asks again.
    pub again: Trigger,
}

impl Fetched {
    /// The last body as what it says; null while there is none, and if it says something else.
    pub fn read<T>(self, parse: fn(&str) -> Option<T>) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.answer.with(|answer| answer.body.as_deref().and_then(parse)))
    }
}

/// The request that is on its way; it is given up when this is dropped.
struct Pending {
    abort: AbortController,
    /// Whether what it will answer is outdated already.
    is_outdated: bool,
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

/// A wish, once it has rested; null until then.
pub fn rested<T>(wish: Memo<Option<T>>) -> ReadSignal<Option<T>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let (rested, set_rested) = signal(None);
    let rest = Alarm::new();
    Effect::new(move |_| {
        let wish = wish.get();
        set_rested.set(None);
        rest.set(REST, move || set_rested.set(wish));
    });
    rested
}

/// Asks again for what failed once the page is connected again, for as long as the present owner lives.
pub fn again_once_back(fetched: Fetched, link: RwSignal<Link>) {
    Effect::new(move |was_connected: Option<bool>| {
        let is_connected = link.with(|link| matches!(link, Link::Live | Link::Polling));
        let has_failed = fetched.answer.with_untracked(|answer| answer.failure.is_some());
        if is_connected && was_connected == Some(false) && has_failed {
            fetched.again.notify();
        }
        is_connected
    });
}

/// Asks for as long as the present owner lives.
pub fn ask(question: Memo<Option<Question>>) -> Fetched {
    let fetched =
        Fetched { answer: RwSignal::default(), is_loading: RwSignal::new(true), again: Trigger::new() };
    let pending: StoredValue<Option<Pending>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |before: Option<Option<String>>| {
        fetched.again.track();
        let path = question.with(|question| question.as_ref().map(|question| question.path.clone()));
        if before.is_none_or(|before| before != path) {
            pending.set_value(None);
            fetched.answer.set(Answer::default());
            fetched.is_loading.set(true);
        }
        if let Some(path) = &path {
            request(fetched, pending, path);
        }
        path
    });
    on_cleanup(move || {
        pending.try_update_value(Option::take);
    });
    fetched
}

fn request(fetched: Fetched, pending: StoredValue<Option<Pending>, LocalStorage>, path: &str) {
    let is_waiting = pending.try_update_value(|pending| match pending {
        Some(pending) => {
            pending.is_outdated = true;
            true
        }
        None => false,
    });
    let (Some(false), Ok(abort)) = (is_waiting, AbortController::new()) else { return };
    let signal = abort.signal();
    pending.set_value(Some(Pending { abort, is_outdated: false }));
    fetched.is_loading.set(true);
    let path = path.to_owned();
    spawn_local(async move {
        let outcome = read(get(&path).abort_signal(Some(&signal))).await;
        if signal.aborted() {
            return;
        }
        let Some(ended) = pending.try_update_value(Option::take) else { return };
        fetched.is_loading.set(false);
        fetched.answer.update(|answer| match outcome {
            Ok(body) => *answer = Answer { body: Some(body), failure: None },
            Err(failure) => answer.failure = Some(failure),
        });
        if ended.is_some_and(|ended| ended.is_outdated) {
            self::request(fetched, pending, &path);
        }
    });
}

/// Asks once, for what nobody shows.
pub async fn once(path: &str) -> Result<String, Failure> {
    read(get(path)).await
}

fn get(path: &str) -> RequestBuilder {
    Request::get(&browser::url(path)).redirect(RequestRedirect::Manual)
}

async fn read(request: RequestBuilder) -> Result<String, Failure> {
    let answer = request.send().await.map_err(|_| Failure::silence())?;
    let (status, body) = (answer.status(), answer.text().await.map_err(|_| Failure::silence())?);
    if answer.ok() { Ok(body) } else { Err(Failure::of(status, &body)) }
}

/// A part of a path or a query, from the URL of the page, where anything can stand.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

impl Failure {
    fn silence() -> Self {
        Self { status: None, title: "The server does not answer".to_owned(), detail: String::new() }
    }

    fn of(status: u16, body: &str) -> Self {
        match serde_json::from_str::<Problem>(body) {
            Ok(problem) => Self { status: Some(status), title: problem.title, detail: problem.detail },
            Err(_) => Self::malformed(Some(status)),
        }
    }

    /// What an answer means that is not what was asked for.
    pub fn malformed(status: Option<u16>) -> Self {
        Self { status, title: "The answer cannot be read".to_owned(), detail: String::new() }
    }

    /// Whether the server has no such Ingress.
    pub fn is_absence(&self) -> bool {
        self.status == Some(404)
    }

    /// Whether the server does not understand the question.
    pub fn is_misunderstanding(&self) -> bool {
        self.status == Some(400)
    }

    /// Whether the API server refuses.
    pub fn is_refusal(&self) -> bool {
        self.status == Some(403)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_in_the_words_of_the_problem() {
        let body =
            r#"{"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "cannot list events"}"#;
        let failure = Failure::of(403, body);
        assert_eq!((failure.title.as_str(), failure.detail.as_str()), ("Forbidden", "cannot list events"));
        assert!(failure.is_refusal() && !failure.is_absence());
    }

    #[test]
    fn a_page_of_some_proxy_is_not_shown() {
        let failure = Failure::of(502, "<html>Bad Gateway</html>");
        assert_eq!(failure.title, "The answer cannot be read");
        assert!(!failure.detail.contains("html"));
    }
}
