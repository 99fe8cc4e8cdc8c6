//! The demo cluster has something to find of each kind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the modules are those of a test")]

#[path = "suite/board.rs"]
#[allow(dead_code, reason = "the suite asks for more of it")]
mod board;
#[path = "suite/link.rs"]
mod link;
#[path = "suite/objects.rs"]
#[allow(dead_code, reason = "the suite asks for more of it")]
mod objects;

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};

use board::Watched;
use kube::config::Kubeconfig;
use kube_ingress_dash_model::finding::FindingKind;
use kube_ingress_dash_simulator::demo::{self, Options};
use kube_ingress_dash_watcher::board::Snapshot;
use kube_ingress_dash_watcher::viewer::Sight;
use objects::Objects;

/// The kinds that nothing is found of.
fn missing(snapshot: &Snapshot) -> BTreeSet<FindingKind> {
    let mut missing = BTreeSet::from(FindingKind::ALL);
    for (_, kind) in snapshot.rows().flat_map(|row| row.findings(Sight::Whole).iter()) {
        missing.remove(&kind);
    }
    missing
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_finding_occurs() {
    let options = Options { changes_per_second: 0.0, ..Options::default() };
    let demo = demo::start(&options, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
    let namespaces: Vec<&str> = demo.namespaces().iter().map(String::as_str).collect();
    let kubeconfig = Kubeconfig::from_yaml(&demo.simulator().kubeconfig()).unwrap();
    let watched = Watched::start(kubeconfig, &namespaces).await;
    watched.until("each kind of finding", |snapshot| missing(snapshot).is_empty()).await;
}
