//! A cluster that can be changed and broken, and the truth about it.

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_watcher::projection::Projection;
use serde_json::Value;

use crate::fault::Fault;
use crate::scenario::Operation;

pub trait World {
    /// What the service reaches the API server with, through what breaks.
    fn kubeconfig(&self) -> String;

    /// Changes objects. What cannot be done, such as to delete what is not there, changes nothing.
    async fn operate(&mut self, operation: Operation);

    /// As many Ingresses more in this namespace.
    async fn fill(&mut self, namespace: &str, number: usize);

    async fn break_down(&mut self, fault: &Fault);

    /// Ends all faults. All namespaces exist afterwards.
    async fn heal(&mut self);

    /// The objects as they are now.
    async fn objects(&self) -> Vec<Value>;
}

/// The rows of these objects.
pub fn rows(objects: Vec<Value>) -> Vec<Ingress> {
    let projection = Projection::hiding(["*snippet*"]);
    let row = |object| projection.row(serde_json::from_value(object).unwrap()).unwrap();
    objects.into_iter().map(row).collect()
}
