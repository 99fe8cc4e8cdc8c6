//! Who is asking: the one place where a handler gets a [`Viewer`], so that none can read the board without one.

use std::collections::BTreeSet;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use kube_ingress_dash_watcher::viewer::{Selection, Viewer};

use crate::auth::Admitted;
use crate::parameters::Parameters;
use crate::problem::Problem;

/// The viewer of a request, as [`authenticate`](crate::middleware::authenticate) let it in.
#[derive(Clone)]
pub(crate) struct Caller(Admitted);

impl Caller {
    /// What the request asks for, of what its viewer may see.
    pub(crate) fn select(&self, parameters: &Parameters) -> Result<Selection, Problem> {
        Ok(self.viewer().select(parameters.namespaces()?))
    }

    /// One namespace, if its viewer may see it.
    pub(crate) fn namespace(&self, name: &str) -> Selection {
        self.viewer().select(Some(BTreeSet::from([name.to_owned()])))
    }

    /// All that its viewer may see.
    pub(crate) fn all(&self) -> Selection {
        self.viewer().select(None)
    }

    /// Whether namespaces may exist of which the viewer must not learn.
    pub(crate) fn is_restricted(&self) -> bool {
        self.all().is_restricted()
    }

    /// The viewer's name, where one is known.
    pub(crate) fn name(&self) -> Option<&str> {
        self.viewer().name()
    }

    /// Waits until the viewer would not be let in any more, or not to see the same.
    pub(crate) fn until_it_changes(self) -> impl Future<Output = ()> + Send + 'static {
        self.0.until_it_changes()
    }

    fn viewer(&self) -> &Viewer {
        self.0.viewer()
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    /// A request that nobody let in is answered nothing.
    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let admitted = request.extensions().get::<Admitted>().cloned();
        ready(admitted.map(Self).ok_or_else(|| {
            tracing::error!("a route answers without knowing who asks");
            Problem::fault()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[tokio::test]
    async fn a_request_that_nobody_let_in_has_no_viewer() {
        let request = TestRequest::default().to_http_request();
        assert!(Caller::extract(&request).await.is_err());
    }
}
