//! `serve`: shows a real cluster.

use kube_ingress_dash_watcher::client::{self, ClientOptions};

use super::{Cluster, Failure, show};
use crate::cli::ServeArguments;

const UNNAMED: &str = "unnamed cluster";

pub(super) async fn serve(arguments: ServeArguments) -> Result<(), Failure> {
    let ServeArguments { cluster, service } = arguments;
    let options = ClientOptions { kubeconfig: cluster.kubeconfig, context: cluster.context };
    let connection = client::connect(&options).await?;
    let name = service.cluster_name.clone().or(connection.context).unwrap_or_else(|| UNNAMED.to_owned());
    let namespaces = service.watch.namespaces.clone();
    show(Cluster { client: connection.client, name, demo: false, namespaces }, service).await
}
