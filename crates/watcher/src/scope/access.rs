//! Asks the API server what the account may list.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::Ingress;
use kube::api::ListParams;
use kube::{Api, Client};
use tokio::time::{sleep, timeout};

use crate::board::{Partition, Plan};
use crate::failure::Failure;

/// An API server that does not answer in time is treated as one that cannot be reached.
const LONGEST_QUESTION: Duration = Duration::from_secs(5);
/// A starting API server refuses for a moment: a refusal counts when it comes again so long after.
const CONFIRMED_AFTER: Duration = Duration::from_secs(2);
/// Questions that are asked at once.
const CONCURRENCY: usize = 4;
/// Namespaces in one page.
const PAGE: u32 = 500;

/// What the API server says to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// It cannot be reached, or does not know.
    Unknown,
}

/// Asks with one client.
#[derive(Clone)]
pub(super) struct Access {
    client: Client,
}

impl Access {
    pub(super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Whether one list may span all namespaces. A refusal is confirmed.
    pub(super) async fn may_list_everywhere(&self) -> Answer {
        let question = || may_list(Api::all(self.client.clone()));
        match question().await {
            Answer::No => {
                sleep(CONFIRMED_AFTER).await;
                question().await
            }
            answer => answer,
        }
    }

    /// The names of all namespaces, or why there are none.
    pub(super) async fn namespaces(&self) -> Result<Vec<String>, Answer> {
        let namespaces: Api<Namespace> = Api::all(self.client.clone());
        let mut names = Vec::new();
        let mut parameters = ListParams::default().limit(PAGE);
        loop {
            let page = timeout(LONGEST_QUESTION, namespaces.list_metadata(&parameters)).await;
            let page = page.map_err(|_| Answer::Unknown)?.map_err(answer_of)?;
            names.extend(page.items.into_iter().filter_map(|namespace| namespace.metadata.name));
            match page.metadata.continue_.filter(|token| !token.is_empty()) {
                Some(token) => parameters.continue_token = Some(token),
                None => return Ok(names),
            }
        }
    }

    /// Those of the namespaces that may be listed, and those of the present plan.
    pub(super) async fn listable(&self, names: Vec<String>, present: &Plan) -> Vec<String> {
        let known = |name: &str| present.partitions.iter().any(|partition| is_namespace(partition, name));
        let (known, new): (Vec<String>, Vec<String>) = names.into_iter().partition(|name| known(name));
        let asked = stream::iter(new).map(|name| async {
            let answer = may_list(Api::namespaced(self.client.clone(), &name)).await;
            (answer == Answer::Yes).then_some(name)
        });
        let listable: Vec<Option<String>> = asked.buffer_unordered(CONCURRENCY).collect().await;
        known.into_iter().chain(listable.into_iter().flatten()).collect()
    }

    /// What the API server says against a label selector; nothing where it is fine or cannot be asked.
    pub(super) async fn refused_selector(&self, selector: &str) -> Option<String> {
        let ingresses: Api<Ingress> = Api::all(self.client.clone());
        let parameters = ListParams::default().labels(selector).limit(1);
        match timeout(LONGEST_QUESTION, ingresses.list_metadata(&parameters)).await {
            Ok(Err(kube::Error::Api(status))) if status.code == 400 => Some(status.message),
            _ => None,
        }
    }
}

fn is_namespace(partition: &Partition, name: &str) -> bool {
    matches!(partition, Partition::Namespace(namespace) if namespace == name)
}

async fn may_list(ingresses: Api<Ingress>) -> Answer {
    let parameters = ListParams::default().limit(1);
    match timeout(LONGEST_QUESTION, ingresses.list_metadata(&parameters)).await {
        Ok(Ok(_)) => Answer::Yes,
        Ok(Err(error)) => answer_of(error),
        Err(_) => Answer::Unknown,
    }
}

fn answer_of(error: kube::Error) -> Answer {
    match Failure::from(error).status().map(|status| status.as_u16()) {
        Some(403) => Answer::No,
        _ => Answer::Unknown,
    }
}
