//! Asks the server in plain HTTP why there is no stream, since an `EventSource` does not say.

use gloo_net::http::Request;
use kube_ingress_dash_model::problem::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::RequestRedirect;

use super::link::Link;
use crate::browser;
use crate::state::Store;

/// Adds what the server says to the lost link, if it is still lost by then.
pub(super) fn tell(store: Store) {
    spawn_local(async move {
        let Some(text) = ask().await else { return };
        store.link.update(|link| {
            if let Link::Lost { problem, .. } = link {
                *problem = Some(text);
            }
        });
    });
}

async fn ask() -> Option<String> {
    let request = Request::get(&browser::url("api/config")).redirect(RequestRedirect::Manual);
    let answer = request.send().await.ok()?;
    if answer.ok() {
        return None;
    }
    let problem: Problem = answer.json().await.ok()?;
    Some(problem.detail)
}
