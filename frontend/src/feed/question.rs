//! Questions in plain HTTP: what the server says of itself, and why there is no stream, which an `EventSource` does not
//! tell.

use kube_ingress_dash_model::client_config::ClientConfig;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

use super::answer;
use super::failure::Failure;
use crate::browser;

/// A question that is given up when this is dropped.
pub(super) struct Question(AbortController);

impl Question {
    /// Asks what the server says of itself.
    pub(super) fn config(
        take: impl FnOnce(Result<ClientConfig, Failure>) + 'static,
    ) -> Result<Self, JsValue> {
        Self::ask(async |signal| config(&signal).await, take)
    }

    /// Asks whether the stream at this URL can be opened.
    pub(super) fn stream(
        url: String,
        take: impl FnOnce(Result<(), Failure>) + 'static,
    ) -> Result<Self, JsValue> {
        Self::ask(async move |signal| stream(&url, &signal).await, take)
    }

    fn ask<T: 'static>(
        question: impl AsyncFnOnce(AbortSignal) -> T + 'static,
        take: impl FnOnce(T) + 'static,
    ) -> Result<Self, JsValue> {
        let abort = AbortController::new()?;
        let signal = abort.signal();
        spawn_local(async move {
            let answer = question(signal.clone()).await;
            if !signal.aborted() {
                take(answer);
            }
        });
        Ok(Self(abort))
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn config(signal: &AbortSignal) -> Result<ClientConfig, Failure> {
    const ACCEPT: &str = "application/json";
    let request = answer::request(&browser::url("api/config"), ACCEPT, signal);
    let answer = request.send().await.map_err(|_| Failure::NoAnswer)?;
    answer::expect(answer, ACCEPT).await?.json().await.map_err(|_| Failure::NoAnswer)
}

/// The stream itself is not read: dropping the question ends it.
async fn stream(url: &str, signal: &AbortSignal) -> Result<(), Failure> {
    const ACCEPT: &str = "text/event-stream";
    let answer = answer::request(url, ACCEPT, signal).send().await.map_err(|_| Failure::NoAnswer)?;
    answer::expect(answer, ACCEPT).await.map(|_| ())
}
