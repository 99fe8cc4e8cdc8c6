//! A running watch and the questions that cases ask it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use kube::config::Kubeconfig;
use kube_ingress_dash_core::stack::{Guards, Settings};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::status::{NamespaceStatus, WatchState};
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_simulator::link::Link;
use kube_ingress_dash_watcher::board::{BoardReader, Event, Published, Snapshot};
use kube_ingress_dash_watcher::client::Clients;
use kube_ingress_dash_watcher::probe::{KubernetesProbe, SharedCheck};
use kube_ingress_dash_watcher::projection::Projection;
use kube_ingress_dash_watcher::scope::{Scope, Wish};
use kube_ingress_dash_watcher::supervisor::{Watch, WatchOptions};
use kube_ingress_dash_watcher::viewer::{Selection, Sight, Viewer};
use tokio::time::{sleep, timeout};

use super::{Objects, link};

/// The bound of every wait.
const BOUND: Duration = Duration::from_mins(1);

/// How often it is looked at what nobody tells.
const INTERVAL: Duration = Duration::from_millis(20);

/// A watch through a link.
pub struct Watched {
    pub link: Link,
    reader: BoardReader,
    _watch: Watch,
}

/// How it is watched.
pub struct Terms {
    pub wish: Wish,
    pub reconsider: Duration,
    pub watch_timeout: Duration,
    pub settings: Settings,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            wish: Wish::default(),
            reconsider: Duration::from_secs(1),
            watch_timeout: Duration::from_mins(1),
            settings: Settings::default(),
        }
    }
}

impl Watched {
    /// Watches these namespaces with this kubeconfig; the whole cluster where none are given.
    pub async fn start(kubeconfig: Kubeconfig, namespaces: &[&str]) -> Self {
        Self::start_with(kubeconfig, namespaces, Wish::default()).await
    }

    /// The same with other wishes than those for namespaces.
    pub async fn start_with(kubeconfig: Kubeconfig, namespaces: &[&str], wish: Wish) -> Self {
        Self::start_on(kubeconfig, namespaces, Terms { wish, ..Terms::default() }).await
    }

    /// The same on other terms.
    pub async fn start_on(mut kubeconfig: Kubeconfig, namespaces: &[&str], terms: Terms) -> Self {
        let Terms { wish, reconsider, watch_timeout, settings } = terms;
        let link = link::to_server_of(&mut kubeconfig);
        let transport = Objects::of(kubeconfig).await.client();
        let clients = Clients::new(&transport, &Guards::start(settings, Arc::new(())));
        let namespaces: Vec<String> = namespaces.iter().map(|name| (*name).to_owned()).collect();
        let scope = Scope::new(&clients, Wish { namespaces, ..wish }).unwrap();
        let mut scope = scope.reconsidering_every(reconsider);
        let plan = scope.decide().await.unwrap();
        let probe = KubernetesProbe::new(clients.probe.clone());
        let watch = Watch::start(
            &clients,
            scope,
            plan,
            &WatchOptions {
                edge: EdgeClasses::default(),
                warm: None,
                watch_timeout,
                max_concurrent_lists: 8,
                replay: 100_000,
                projection: Projection::default(),
                observer: Arc::new(()),
                check: Arc::new(SharedCheck::new(probe)),
            },
        );
        let reader = watch.reader();
        Self { link, reader, _watch: watch }
    }

    /// Why a watch of this wish does not start.
    pub async fn refusal(kubeconfig: Kubeconfig, wish: Wish) -> String {
        let transport = Objects::of(kubeconfig).await.client();
        let clients = Clients::new(&transport, &Guards::start(Settings::default(), Arc::new(())));
        Scope::new(&clients, wish).unwrap().decide().await.unwrap_err().to_string()
    }

    /// Waits until the rows are these, written `namespace/name`, in this order.
    pub async fn until_rows(&self, expected: &[&str]) -> Snapshot {
        self.until(&format!("rows {expected:?}"), |snapshot| rows(snapshot) == expected).await
    }

    /// Waits until the watch of the namespace (`*` for the cluster's) is in this state.
    pub async fn until_state(&self, namespace: &str, expected: WatchState) -> Snapshot {
        self.until(&format!("{namespace} {expected:?}"), |snapshot| {
            snapshot.namespaces.iter().any(|status| status.namespace == namespace && status.state == expected)
        })
        .await
    }

    /// Waits until what is published makes the condition true.
    pub async fn until(&self, what: &str, condition: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let waiting = async {
            loop {
                let snapshot = self.now();
                if condition(&snapshot) {
                    return snapshot;
                }
                snapshot.follow().next().await.unwrap();
            }
        };
        if let Ok(snapshot) = timeout(BOUND, waiting).await {
            return snapshot;
        }
        let snapshot = self.now();
        panic!("waited for {what}, the board has {:?} and {:?}", rows(&snapshot), snapshot.namespaces);
    }

    /// What is known now.
    pub fn now(&self) -> Snapshot {
        self.reader.snapshot(&everything())
    }

    /// Whether the first state is complete.
    pub fn is_complete(&self) -> bool {
        self.reader.is_complete(Timestamp::now())
    }

    /// Waits until the first state is complete, of which nothing is published.
    pub async fn until_complete(&self) {
        let complete = async {
            while !self.is_complete() {
                sleep(INTERVAL).await;
            }
        };
        timeout(BOUND, complete).await.expect("the first state is complete in time");
    }

    /// How often each version of each row was announced since the start.
    pub fn announcements(&self) -> BTreeMap<(String, String), usize> {
        let mut counts = BTreeMap::new();
        for published in self.published() {
            if let Event::Upserted(rows) = published.event() {
                for row in rows {
                    let version =
                        (row.key().to_string(), row.ingress(Sight::Whole).unwrap().resource_version);
                    *counts.entry(version).or_insert(0) += 1;
                }
            }
        }
        counts
    }

    /// Which states of this namespace's watch were announced since the start, in order.
    pub fn states(&self, namespace: &str) -> Vec<WatchState> {
        self.statuses(namespace).iter().map(|status| status.state).collect()
    }

    /// The same with the reason of each.
    pub fn statuses(&self, namespace: &str) -> Vec<NamespaceStatus> {
        let mut statuses = Vec::new();
        for published in self.published() {
            if let Event::Status(status) = published.event() {
                let of_namespace = status.namespaces.iter().filter(|status| status.namespace == namespace);
                statuses.extend(of_namespace.cloned());
            }
        }
        statuses
    }

    fn published(&self) -> Vec<Arc<Published>> {
        let beginning = self.reader.position().epoch.at(1);
        let mut cursor = self.reader.resume(&everything(), &beginning).unwrap();
        std::iter::from_fn(|| cursor.try_next().unwrap()).collect()
    }
}

fn everything() -> Selection {
    Viewer::unrestricted().select(None)
}

/// The Ingresses of the rows, in order.
pub fn ingresses(snapshot: &Snapshot) -> Vec<Ingress> {
    snapshot.rows().map(|row| row.ingress(Sight::Whole).unwrap()).collect()
}

/// The keys of the rows, in order.
pub fn rows(snapshot: &Snapshot) -> Vec<String> {
    snapshot.rows().map(|row: &Arc<_>| row.key().to_string()).collect()
}
