//! Asks the API server what the account may list.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::Ingress;
use kube::api::ListParams;
use kube::{Api, Client};
use tokio::time::{Instant, sleep, timeout};

use crate::board::{Partition, Plan};
use crate::client::Pages;
use crate::failure::Failure;

/// An API server that does not answer in time is treated as one that cannot be reached.
pub(super) const LONGEST_QUESTION: Duration = Duration::from_secs(5);
/// A starting API server refuses for a moment: a refusal counts when it comes again so long after.
const CONFIRMED_AFTER: Duration = Duration::from_secs(2);
/// Questions that are asked at once.
const CONCURRENCY: usize = 4;
/// Namespaces in one page.
const PAGE: u32 = 500;
/// Namespaces in which it is tried what the API server says to a label selector, until one may be listed.
const TRIED: usize = 10;

/// What the API server says to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    /// It cannot be reached, or does not know.
    Unknown,
}

/// The namespaces whose Ingresses may be listed.
pub(super) struct Listable {
    pub(super) names: Vec<String>,
    /// Of how many others the API server did not say.
    pub(super) unknown: usize,
}

/// Asks with one client.
pub(super) struct Access {
    client: Client,
    /// The namespaces that may not be listed, and since when that is known.
    refused: BTreeMap<String, Instant>,
}

impl Access {
    pub(super) fn new(client: Client) -> Self {
        Self { client, refused: BTreeMap::new() }
    }

    /// Whether one list may span all namespaces. A refusal is confirmed.
    pub(super) async fn may_list_everywhere(&self) -> Answer {
        let question = || async {
            match may_list(Api::all(self.client.clone())).await {
                Answer::Yes => Ok(()),
                answer => Err(answer),
            }
        };
        confirmed(question).await.err().unwrap_or(Answer::Yes)
    }

    /// The names of all namespaces and the version of their list, or why there is none. A refusal is confirmed.
    pub(super) async fn namespaces(&self) -> Result<(Vec<String>, String), Answer> {
        confirmed(|| self.list_namespaces()).await
    }

    async fn list_namespaces(&self) -> Result<(Vec<String>, String), Answer> {
        let namespaces: Api<Namespace> = Api::all(self.client.clone());
        let mut names = Vec::new();
        let mut parameters = ListParams::default().limit(PAGE);
        let mut pages = Pages::default();
        loop {
            let page = timeout(LONGEST_QUESTION, namespaces.list_metadata(&parameters)).await;
            let page = page.map_err(|_| Answer::Unknown)?.map_err(answer_of)?;
            names.extend(page.items.into_iter().filter_map(|namespace| namespace.metadata.name));
            match pages.after(page.metadata.continue_).map_err(|_| Answer::Unknown)? {
                Some(token) => parameters.continue_token = Some(token),
                None => return Ok((names, page.metadata.resource_version.unwrap_or_default())),
            }
        }
    }

    /// Those of the namespaces that may be listed, and those of the present plan. A refusal is believed for as long as
    /// `rest` before it is asked again.
    pub(super) async fn listable(&mut self, names: Vec<String>, present: &Plan, rest: Duration) -> Listable {
        let known = |name: &str| present.partitions.iter().any(|partition| is_namespace(partition, name));
        let (mut listable, others): (Vec<String>, Vec<String>) =
            names.into_iter().partition(|name| known(name));
        let mut before = std::mem::take(&mut self.refused);
        before.retain(|_, since| since.elapsed() < rest);
        let (refused, new): (Vec<String>, Vec<String>) =
            others.into_iter().partition(|name| before.contains_key(name));
        self.refused = refused.into_iter().filter_map(|name| before.remove_entry(&name)).collect();
        let asked = stream::iter(new).map(|name| async {
            let answer = may_list(Api::namespaced(self.client.clone(), &name)).await;
            (name, answer)
        });
        let answers: Vec<(String, Answer)> = asked.buffer_unordered(CONCURRENCY).collect().await;
        let mut unknown = 0;
        for (name, answer) in answers {
            match answer {
                Answer::Yes => listable.push(name),
                Answer::No => {
                    self.refused.insert(name, Instant::now());
                }
                Answer::Unknown => unknown += 1,
            }
        }
        Listable { names: listable, unknown }
    }

    /// What the API server says against a label selector where the plan lists; nothing where it is fine or cannot be
    /// asked.
    pub(super) async fn refused_selector(&self, selector: &str, plan: &Plan) -> Option<String> {
        let parameters = ListParams::default().labels(selector).limit(1);
        for partition in plan.partitions.iter().take(TRIED) {
            let ingresses: Api<Ingress> = match partition {
                Partition::Cluster => Api::all(self.client.clone()),
                Partition::Namespace(namespace) => Api::namespaced(self.client.clone(), namespace),
            };
            match timeout(LONGEST_QUESTION, ingresses.list_metadata(&parameters)).await {
                Ok(Err(kube::Error::Api(status))) if status.code == 400 => return Some(status.message),
                // Whether a list is allowed is looked at before its selector is.
                Ok(Err(kube::Error::Api(status))) if status.code == 403 => {}
                _ => return None,
            }
        }
        None
    }
}

/// The answer, a refusal only when it comes again.
async fn confirmed<T, Q>(question: impl Fn() -> Q) -> Result<T, Answer>
where
    Q: Future<Output = Result<T, Answer>>,
{
    match question().await {
        Err(Answer::No) => {
            sleep(CONFIRMED_AFTER).await;
            question().await
        }
        answer => answer,
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
