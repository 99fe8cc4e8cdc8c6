//! Single objects as an API server gives them, or fails to.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kube::core::Status;
use kube_ingress_dash_api::Upstream;
use kube_ingress_dash_model::detail::{IngressDetail, KubernetesEvent};
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_watcher::failure::Failure;
use parking_lot::Mutex;

use super::{at, ingress};

/// Gives every object that it is asked for, after the failures that it is told to begin with; counts.
#[derive(Clone, Default)]
pub struct Objects(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    failures: VecDeque<Failure>,
    takes: Duration,
    absent: bool,
    asked: usize,
}

impl Objects {
    pub fn failing(failures: impl IntoIterator<Item = Failure>) -> Self {
        let objects = Self::default();
        objects.fail(failures);
        objects
    }

    /// Fails the next times.
    pub fn fail(&self, failures: impl IntoIterator<Item = Failure>) {
        self.0.lock().failures.extend(failures);
    }

    pub fn take(&self, time: Duration) {
        self.0.lock().takes = time;
    }

    pub fn vanish(&self) {
        self.0.lock().absent = true;
    }

    pub fn asked(&self) -> usize {
        self.0.lock().asked
    }

    async fn answer(&self) -> Result<bool, Failure> {
        let (failure, takes) = {
            let mut script = self.0.lock();
            script.asked += 1;
            (script.failures.pop_front(), script.takes)
        };
        tokio::time::sleep(takes).await;
        failure.map_or(Ok(!self.0.lock().absent), Err)
    }
}

impl Upstream for Objects {
    fn ingress<'a>(&'a self, key: &'a IngressKey) -> BoxFuture<'a, Result<Option<IngressDetail>, Failure>> {
        async move {
            let exists = self.answer().await?;
            let ingress = ingress(&key.namespace, &key.name, "1");
            Ok(exists.then(|| IngressDetail {
                ingress,
                yaml: "kind: Ingress\n".to_owned(),
                finding_details: Vec::new(),
                ingress_class: None,
            }))
        }
        .boxed()
    }

    fn events<'a>(
        &'a self,
        _key: &'a IngressKey,
        uid: &'a str,
    ) -> BoxFuture<'a, Result<Vec<KubernetesEvent>, Failure>> {
        async move {
            self.answer().await?;
            Ok(vec![KubernetesEvent {
                kind: "Normal".to_owned(),
                reason: "Sync".to_owned(),
                message: format!("scheduled {uid}"),
                source: "controller".to_owned(),
                count: 2,
                first_seen: Some(at(0)),
                last_seen: Some(at(1)),
            }])
        }
        .boxed()
    }
}

/// An answer with this code, in the API server's own words.
pub fn refusal(code: u16, reason: &str, message: &str) -> Failure {
    Failure::Answer(Box::new(Status::failure(message, reason).with_code(code)))
}

/// No answer in time.
pub fn silence() -> Failure {
    Failure::Silent
}
