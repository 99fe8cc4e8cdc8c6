//! What the routes about one Ingress share: its name in the path, its row on the board, the form of the answer.

use actix_web::HttpResponse;
use actix_web::http::header::{AGE, CACHE_CONTROL, HeaderName, HeaderValue};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::{NamespaceStatus, WatchState};
use kube_ingress_dash_watcher::board::BoardReader;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::namespace;
use crate::on_demand::Answer;
use crate::problem::Problem;
use crate::viewer::Caller;

const X_CACHE: HeaderName = HeaderName::from_static("x-cache");

/// The Ingress that a path names.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct Named {
    /// The namespace.
    #[param(pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length = 63)]
    namespace: String,
    /// The name of the Ingress within the namespace.
    #[param(
        pattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        max_length = 253
    )]
    name: String,
}

impl Named {
    /// Its row, if the caller may see one. The board decides: what it does not hold is not asked for.
    pub(super) fn row(&self, caller: &Caller, board: &BoardReader) -> Result<Ingress, Problem> {
        if !namespace::is_name(&self.namespace) {
            return Err(Problem::MalformedName { what: "namespace", rule: namespace::RULE });
        }
        if !namespace::is_subdomain(&self.name) {
            return Err(Problem::MalformedName { what: "Ingress", rule: namespace::SUBDOMAIN_RULE });
        }
        let key = IngressKey::new(&self.namespace, &self.name);
        let selection = caller.namespace(&self.namespace);
        board.row(&selection, &key).ok_or_else(|| self.absent(&board.statuses(&selection)))
    }

    /// What it means that the board has no such row: nothing, before the namespace was read for the first time.
    fn absent(&self, statuses: &[NamespaceStatus]) -> Problem {
        let own = statuses.iter().find(|status| status.namespace == self.namespace);
        match own.map(|status| status.state) {
            Some(WatchState::Connecting) => Problem::NotReadYet,
            _ => Problem::UnknownIngress,
        }
    }
}

/// The answer with its provenance and age.
pub(super) fn fetched<T: Serialize>(answer: Answer<T>) -> Result<HttpResponse, Problem> {
    let value = answer.value.ok_or(Problem::UnknownIngress)?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform")))
        .insert_header((X_CACHE, answer.provenance.as_str()))
        .insert_header((AGE, answer.age.as_secs()))
        .json(value))
}
