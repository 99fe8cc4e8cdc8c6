//! The list that a state begins with: compressed on its way, and handed on in pieces while it is read.

use gloo_net::http::{Request, Response};
use kube_ingress_dash_model::event::{Event, Ready};
use kube_ingress_dash_model::list_reader::ListReader;
use kube_ingress_dash_model::problem::Problem;
use leptos::logging::warn;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader, RequestRedirect};

use crate::browser;

/// How much is parsed at once, in bytes.
const PIECE: u32 = 64 * 1024;
/// After how many rows the browser gets to draw a frame.
const ROWS_A_FRAME: usize = 2_000;

/// What a list that is being read brings.
pub enum Message {
    /// Some more of the state.
    Part(Vec<Event>),
    /// The list is whole: what completes the state.
    Complete(Ready),
    /// There is no list, or not all of it.
    Failed(Failure),
}

/// What the server said instead of the list, where it said something.
#[derive(Default)]
pub struct Failure {
    /// The problem's text.
    pub problem: Option<String>,
    /// Seconds that it asked to wait.
    pub retry_after: Option<u64>,
}

/// A request for the list, which ends when this is dropped.
pub struct List(AbortController);

impl List {
    /// Asks for the list and passes on what it brings.
    pub fn fetch(url: String, take: impl Fn(Message) + 'static) -> Result<Self, JsValue> {
        let abort = AbortController::new()?;
        let signal = abort.signal();
        spawn_local(async move {
            let end = match read(&url, &signal, &take).await {
                Ok(ready) => Message::Complete(ready),
                Err(failure) => Message::Failed(failure),
            };
            if !signal.aborted() {
                take(end);
            }
        });
        Ok(Self(abort))
    }
}

impl Drop for List {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn read(url: &str, signal: &AbortSignal, take: &impl Fn(Message)) -> Result<Ready, Failure> {
    let request = Request::get(url)
        .header("accept", "application/x-ndjson")
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(signal));
    let answer = request.send().await.map_err(|_| Failure::default())?;
    if !answer.ok() {
        return Err(Failure::of(&answer).await);
    }
    let body = answer.body().ok_or_else(Failure::default)?;
    let body: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let (mut reader, mut drawn) = (ListReader::default(), 0);
    while let Some(chunk) = next(&body).await? {
        for start in (0..chunk.length()).step_by(PIECE as usize) {
            if signal.aborted() {
                return Err(Failure::default());
            }
            let piece = chunk.subarray(start, chunk.length().min(start + PIECE)).to_vec();
            let mut events = Vec::new();
            reader.read(&piece, &mut events).map_err(malformed)?;
            take(Message::Part(events));
            if reader.rows() >= drawn + ROWS_A_FRAME {
                drawn = reader.rows();
                browser::frame().await;
            }
        }
    }
    let (ready, rest) = reader.finish().map_err(malformed)?;
    if !signal.aborted() {
        take(Message::Part(rest));
    }
    Ok(ready)
}

/// The next chunk of a body; null at its end.
async fn next(body: &ReadableStreamDefaultReader) -> Result<Option<js_sys::Uint8Array>, Failure> {
    let chunk = JsFuture::from(body.read()).await.map_err(|_| Failure::default())?;
    let value = js_sys::Reflect::get(&chunk, &JsValue::from_str("value")).map_err(|_| Failure::default())?;
    Ok(value.dyn_into().ok())
}

fn malformed(error: impl std::fmt::Display) -> Failure {
    warn!("{error}");
    Failure::default()
}

impl Failure {
    async fn of(answer: &Response) -> Self {
        let header = answer.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
        let problem = answer.json::<Problem>().await.ok();
        let retry_after = header.or(problem.as_ref().and_then(|problem| problem.retry_after));
        Self { problem: problem.map(|problem| problem.detail), retry_after }
    }
}
