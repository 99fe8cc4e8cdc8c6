//! An API server that answers as the test says.

use futures_util::future::{BoxFuture, FutureExt as _};
use kube_ingress_dash_watcher::probe::{ApiServerProbe, Outage};

#[derive(Clone)]
pub enum Scripted {
    Up,
    Down(&'static str),
    Silent,
}

impl ApiServerProbe for Scripted {
    fn check(&self) -> BoxFuture<'_, Result<(), Outage>> {
        let script = self.clone();
        async move {
            match script {
                Self::Up => Ok(()),
                Self::Down(words) => Err(Outage(words.to_owned())),
                Self::Silent => std::future::pending().await,
            }
        }
        .boxed()
    }
}
