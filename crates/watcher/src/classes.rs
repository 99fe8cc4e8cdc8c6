//! Follows the cluster's `IngressClass` objects, which say what serves each class.
//!
//! They are few and change rarely: a short list each minute costs the API server less than one more watch, and this
//! program less code. Nothing waits for them. Where they may not be listed, what is found rests on the rows alone.

use std::collections::BTreeMap;
use std::time::Duration;

use k8s_openapi::api::networking::v1 as kubernetes;
use kube::api::ListParams;
use kube::{Api, Client};
use kube_ingress_dash_insight::{Facts, IngressClass};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::board::{BoardReader, Renewal};
use crate::client::Pages;
use crate::failure::Failure;
use crate::merge::Message;

/// How often they are listed.
const INTERVAL: Duration = Duration::from_mins(1);
/// How long after a failure they are listed again, or after the first of several refusals: an API server that starts
/// refuses for a moment.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// How long a refusal is believed.
const AFTER_REFUSAL: Duration = Duration::from_mins(10);
/// Classes in one page, of which there is seldom a second.
const PAGE: u32 = 500;

const IS_DEFAULT: &str = "ingressclass.kubernetes.io/is-default-class";

type Classes = BTreeMap<String, IngressClass>;

/// What the API server says to a list.
enum Answer {
    Listed(Classes),
    Refused,
    /// It cannot be reached, or does not know.
    Unknown,
}

/// Lists the classes for ever, and renews what is found whenever they are others than these facts say.
pub(crate) async fn follow(
    client: Client,
    board: BoardReader,
    mut facts: Facts,
    messages: mpsc::WeakSender<Message>,
) {
    let mut is_refused = false;
    loop {
        let answer = list(&client).await;
        let was_refused = std::mem::replace(&mut is_refused, matches!(answer, Answer::Refused));
        let (classes, rest) = match answer {
            // Where there are none, controllers do without them, as GKE's does.
            Answer::Listed(classes) => (Some(classes).filter(|classes| !classes.is_empty()), INTERVAL),
            Answer::Refused if was_refused => (None, AFTER_REFUSAL),
            Answer::Refused | Answer::Unknown => (facts.classes.clone(), AFTER_FAILURE),
        };
        if facts.classes != classes {
            facts.classes = classes;
            let (board, facts) = (board.clone(), facts.clone());
            let Ok(renewal) = spawn_blocking(move || Renewal::of(&board, facts)).await else { return };
            let Some(messages) = messages.upgrade() else { return };
            if messages.send(Message::Renewal(Box::new(renewal))).await.is_err() {
                return;
            }
        }
        sleep(rest).await;
    }
}

async fn list(client: &Client) -> Answer {
    match pages(client).await {
        Ok(classes) => Answer::Listed(classes),
        Err(failure) => {
            tracing::debug!("the IngressClasses cannot be listed: {}", failure.report().message);
            if failure.is_refusal() { Answer::Refused } else { Answer::Unknown }
        }
    }
}

async fn pages(client: &Client) -> Result<Classes, Failure> {
    let objects: Api<kubernetes::IngressClass> = Api::all(client.clone());
    let mut classes = Classes::new();
    let mut parameters = ListParams::default().limit(PAGE);
    let mut pages = Pages::default();
    loop {
        let page = objects.list(&parameters).await?;
        classes.extend(page.items.into_iter().filter_map(named));
        match pages.after(page.metadata.continue_)? {
            Some(token) => parameters.continue_token = Some(token),
            None => return Ok(classes),
        }
    }
}

/// The class with its name.
fn named(object: kubernetes::IngressClass) -> Option<(String, IngressClass)> {
    let annotations = object.metadata.annotations.unwrap_or_default();
    let class = IngressClass {
        controller: object.spec.and_then(|spec| spec.controller).unwrap_or_default(),
        is_default: annotations.get(IS_DEFAULT).is_some_and(|value| value == "true"),
    };
    Some((object.metadata.name?, class))
}

#[cfg(test)]
mod tests;
