//! The list that a state begins with: compressed on its way, and handed on in pieces while it is read.

use kube_ingress_dash_model::event::{Event, Ready};
use kube_ingress_dash_model::list_reader::ListReader;
use kube_ingress_dash_model::position::Position;
use leptos::logging::warn;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

use super::answer;
use super::failure::Failure;
use crate::browser;

const ACCEPT: &str = "application/x-ndjson";
const NOT_MODIFIED: u16 = 304;

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
    /// The server stands where the page does.
    Unchanged(Position),
    /// There is no list, or not all of it.
    Failed(Failure),
}

/// A request for the list, which ends when this is dropped.
pub struct List(AbortController);

impl List {
    /// Asks for the list, unless the server still stands at a `known` position, and passes on what it brings.
    pub fn fetch(known: Option<Position>, take: impl Fn(Message) + 'static) -> Result<Self, JsValue> {
        let abort = AbortController::new()?;
        let signal = abort.signal();
        spawn_local(async move {
            let end = read(known, &signal, &take).await.unwrap_or_else(Message::Failed);
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

async fn read(
    known: Option<Position>,
    signal: &AbortSignal,
    take: &impl Fn(Message),
) -> Result<Message, Failure> {
    let mut request = answer::request(&browser::url("api/ingresses"), ACCEPT, signal);
    if let Some(known) = &known {
        request = request.header("if-none-match", &format!("W/\"{known}\""));
    }
    let answer = request.send().await.map_err(no_answer)?;
    if let (NOT_MODIFIED, Some(known)) = (answer.status(), known) {
        return Ok(Message::Unchanged(known));
    }
    let answer = answer::expect(answer, ACCEPT).await?;
    let body = answer.body().ok_or(Failure::NoAnswer)?;
    let body: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let (mut reader, mut drawn) = (ListReader::default(), 0);
    while let Some(chunk) = next(&body).await? {
        for start in (0..chunk.length()).step_by(PIECE as usize) {
            if signal.aborted() {
                return Err(Failure::NoAnswer);
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
    Ok(Message::Complete(ready))
}

/// The next chunk of a body; null at its end.
async fn next(body: &ReadableStreamDefaultReader) -> Result<Option<js_sys::Uint8Array>, Failure> {
    let chunk = JsFuture::from(body.read()).await.map_err(no_answer)?;
    let value = js_sys::Reflect::get(&chunk, &JsValue::from_str("value")).map_err(no_answer)?;
    Ok(value.dyn_into().ok())
}

fn no_answer<E>(_: E) -> Failure {
    Failure::NoAnswer
}

fn malformed(error: impl std::fmt::Display) -> Failure {
    warn!("{error}");
    Failure::NoAnswer
}
