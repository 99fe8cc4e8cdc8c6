//! The way between the watcher and its API server, to cut the watcher off.

use kube::config::Kubeconfig;
use kube_ingress_dash_simulator::link::Link;

/// A link to the server of this kubeconfig, which is changed to lead through it.
pub fn to_server_of(kubeconfig: &mut Kubeconfig) -> Link {
    let cluster = kubeconfig.clusters[0].cluster.as_mut().unwrap();
    let server = cluster.server.as_mut().unwrap();
    let (scheme, authority) = server.split_once("://").unwrap();
    let link = Link::to(authority.parse().unwrap()).unwrap();
    *server = format!("{scheme}://{}", link.address());
    link
}
