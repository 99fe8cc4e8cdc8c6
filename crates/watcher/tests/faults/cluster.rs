//! A simulated cluster, the trouble in it, and what its watcher costs it.

use std::num::NonZeroU32;
use std::ops::Deref;
use std::time::Duration;

use kube::config::Kubeconfig;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Effect, Match, Options, Resource, Rule, Simulator, Verb};
use serde_json::{Value, json};

use crate::Watched;
use crate::board::{Terms, rows};
use crate::objects::ingress;

/// Lists of Ingresses.
pub fn lists() -> Match {
    Match::any().verb(Verb::List).resource(Resource::Ingresses)
}

/// Watches of Ingresses.
pub fn watches() -> Match {
    Match::any().verb(Verb::Watch).resource(Resource::Ingresses)
}

/// A simulated cluster with Ingresses in one or more namespaces.
pub struct Cluster(Simulator);

impl Deref for Cluster {
    type Target = Simulator;

    fn deref(&self) -> &Simulator {
        &self.0
    }
}

impl Cluster {
    /// The namespace `shop` with Ingresses of these names.
    pub async fn shop(names: &[&str]) -> Self {
        Self::with(Options::default(), &["shop"], names).await
    }

    /// Each of these namespaces with Ingresses of these names.
    pub async fn with(options: Options, namespaces: &[&str], names: &[&str]) -> Self {
        let cluster = Self(Simulator::start(options).await.unwrap());
        for namespace in namespaces {
            cluster.cluster().create_namespace(namespace).unwrap();
            for name in names {
                cluster.create(namespace, name);
            }
        }
        cluster
    }

    pub fn create(&self, namespace: &str, name: &str) {
        self.cluster().apply(ingress(namespace, name)).unwrap();
    }

    pub fn kubeconfig(&self) -> Kubeconfig {
        Kubeconfig::from_yaml(&self.0.kubeconfig()).unwrap()
    }

    /// Watches these namespaces, the cluster where there are none, until all of them are live.
    pub async fn watch(&self, namespaces: &[&str]) -> Watched {
        self.watch_on(namespaces, Terms::default()).await
    }

    /// The same on other terms.
    pub async fn watch_on(&self, namespaces: &[&str], terms: Terms) -> Watched {
        let watched = Watched::start_on(self.kubeconfig(), namespaces, terms).await;
        all_live(&watched).await;
        self.until_open_watches(namespaces.len().max(1)).await;
        watched
    }

    /// Does this to each request that is meant, from now on.
    pub fn trouble(&self, when: Match, effect: Effect) {
        self.faults().add(Rule::new(when, effect));
    }

    /// Does this to the next of the requests that are meant.
    pub fn trouble_next(&self, times: u32, when: Match, effect: Effect) {
        self.faults().add(Rule::new(when, effect).times(NonZeroU32::new(times).unwrap()));
    }

    /// Ends the open watches, as when their time has run out.
    pub fn end_watches(&self) {
        self.close_watches(&watches());
    }

    pub fn listed(&self) -> u64 {
        self.counts().requests(&lists())
    }

    pub async fn until_listed(&self, count: u64) {
        in_time(self.until_requests(&lists(), count)).await;
    }

    pub fn watched(&self) -> u64 {
        self.counts().requests(&watches())
    }

    pub async fn until_watched(&self, count: u64) {
        in_time(self.until_requests(&watches(), count)).await;
    }

    /// Sends this line over the open watch.
    pub fn say(&self, line: impl Into<Vec<u8>>) {
        let mut line = line.into();
        line.push(b'\n');
        assert_eq!(self.inject(&watches(), line), 1, "one watch is open");
    }

    pub async fn stop(&mut self) {
        self.0.stop().await;
    }

    pub async fn restart(&mut self) {
        self.0.restart().await.unwrap();
    }
}

/// The bound of every wait.
pub async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_mins(1), work).await.expect("it comes in time")
}

pub async fn all_live(watched: &Watched) {
    watched
        .until("all watches live", |snapshot| {
            snapshot.namespaces.iter().all(|status| status.state == WatchState::Live)
        })
        .await;
}

/// Creates one more Ingress, which must appear beside those that are shown.
pub async fn assert_follows(cluster: &Cluster, watched: &Watched) {
    all_live(watched).await;
    let before = watched.now().count();
    cluster.create("shop", "zz-new");
    let shown =
        watched.until("one more row", |snapshot| rows(snapshot).iter().any(|key| key == "shop/zz-new")).await;
    assert_eq!(shown.count(), before + 1);
}

/// An event of a watch, as a line.
pub fn event(kind: &str, object: &Value) -> String {
    json!({"type": kind, "object": object}).to_string()
}

/// An Ingress as a watch sends it, of this version and with this label.
pub fn version_of(name: &str, resource_version: &str, label: &str) -> Value {
    let mut object = ingress("shop", name);
    object["kind"] = "Ingress".into();
    object["apiVersion"] = "networking.k8s.io/v1".into();
    object["metadata"]["uid"] = format!("uid-{name}").into();
    object["metadata"]["resourceVersion"] = resource_version.into();
    object["metadata"]["labels"] = json!({"version": label});
    object
}
