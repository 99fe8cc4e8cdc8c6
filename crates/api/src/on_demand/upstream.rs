//! Where single objects come from.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kube_ingress_dash_model::detail::{IngressDetail, KubernetesEvent};
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_watcher::failure::Failure;
use kube_ingress_dash_watcher::on_demand::Reader;

/// Reads single objects.
pub trait Upstream: Send + Sync + 'static {
    /// The Ingress of this key, if it exists.
    fn ingress<'a>(&'a self, key: &'a IngressKey) -> BoxFuture<'a, Result<Option<IngressDetail>, Failure>>;

    /// The Events of the Ingress of this key and identity, the newest first.
    fn events<'a>(
        &'a self,
        key: &'a IngressKey,
        uid: &'a str,
    ) -> BoxFuture<'a, Result<Vec<KubernetesEvent>, Failure>>;
}

impl Upstream for Reader {
    fn ingress<'a>(&'a self, key: &'a IngressKey) -> BoxFuture<'a, Result<Option<IngressDetail>, Failure>> {
        self.ingress(key).boxed()
    }

    fn events<'a>(
        &'a self,
        key: &'a IngressKey,
        uid: &'a str,
    ) -> BoxFuture<'a, Result<Vec<KubernetesEvent>, Failure>> {
        self.events(key, uid).boxed()
    }
}
