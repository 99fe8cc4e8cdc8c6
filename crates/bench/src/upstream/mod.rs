//! The cluster that the program watches: simulated in this process, or a real etcd and kube-apiserver.

mod raw;
mod real;
mod simulated;
mod writer;

pub(crate) use raw::{raw_list, raw_watch};
pub(crate) use real::Real;
pub(crate) use simulated::Simulated;
pub(crate) use writer::Writer;

use k8s_openapi::api::networking::v1::Ingress;
use kube::api::ListParams;
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Api, Client};
use kube_ingress_dash_watcher::client;
use kube_ingress_dash_watcher::projection::Projection;

use crate::client::{Fingerprint, digest};
use crate::outcome::Result;

/// Annotations that the program hides where nothing else is said.
const HIDDEN: [&str; 1] = ["*snippet*"];

/// A client of the cluster of this kubeconfig, without any bound or second attempt.
async fn connect(kubeconfig: &str) -> Result<Client> {
    let kubeconfig = Kubeconfig::from_yaml(kubeconfig)?;
    let config = kube::Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await?;
    Ok(client::transport(config)?)
}

/// The rows of the cluster, or of these namespaces, as a list tells them: what every client must show in the end.
pub(crate) async fn truth(client: &Client, namespaces: &[String]) -> Result<Fingerprint> {
    let projection = Projection::hiding(HIDDEN);
    let mut rows = Fingerprint::default();
    let apis: Vec<Api<Ingress>> = if namespaces.is_empty() {
        vec![Api::all(client.clone())]
    } else {
        namespaces.iter().map(|namespace| Api::namespaced(client.clone(), namespace)).collect()
    };
    for api in apis {
        let mut page = ListParams::default().limit(500);
        loop {
            let listed = api.list(&page).await?;
            for object in listed.items {
                rows.add(digest(projection.row(object)?));
            }
            match listed.metadata.continue_.filter(|token| !token.is_empty()) {
                Some(token) => page.continue_token = Some(token),
                None => break,
            }
        }
    }
    Ok(rows)
}
