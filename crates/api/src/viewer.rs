//! Who is asking: the one place where a [`Viewer`] is made, so that no handler can read the board without one.

use std::collections::BTreeSet;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use kube_ingress_dash_watcher::viewer::{Selection, Viewer};

use crate::parameters::Parameters;
use crate::problem::Problem;

/// The viewer of a request. Without authentication everybody sees all that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller(Viewer);

impl Caller {
    /// What the request asks for, of what its viewer may see.
    pub(crate) fn select(&self, parameters: &Parameters) -> Result<Selection, Problem> {
        Ok(self.0.select(parameters.namespaces()?))
    }

    /// One namespace, if its viewer may see it.
    pub(crate) fn namespace(&self, name: &str) -> Selection {
        self.0.select(Some(BTreeSet::from([name.to_owned()])))
    }

    /// All that its viewer may see.
    pub(crate) fn all(&self) -> Selection {
        self.0.select(None)
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(_request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self(Viewer::unrestricted())))
    }
}
