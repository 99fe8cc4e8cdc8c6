//! The list of a partition, page by page, published as a whole or not at all.

use http::StatusCode;
use k8s_openapi::api::networking::v1::Ingress;
use kube::api::ListParams;
use kube::core::DeserializeGuard;
use kube_ingress_dash_model::ingress::Ingress as Row;

use super::Source;
use crate::board::{ChangeKind, Partition};
use crate::failure::Failure;

/// Objects in one page.
const PAGE: u32 = 500;

/// A complete list.
pub(super) struct Listed {
    /// What it says about the partition.
    pub(super) kind: ChangeKind,
    /// The version to watch from.
    pub(super) version: String,
}

impl Source {
    /// Lists the partition. When the pages expire on the way, it is listed again in one piece.
    pub(super) async fn list(&self) -> Result<Listed, Failure> {
        let Ok(_permit) = self.options.lists.acquire().await else {
            return Err(Failure::Silent);
        };
        let (rows, version) = match self.pages(ListParams::default().limit(PAGE)).await {
            Err(failure) if failure.status() == Some(StatusCode::GONE) => {
                self.pages(ListParams::default()).await?
            }
            listed => listed?,
        };
        let kind = if rows.is_empty() && self.namespace_is_missing().await {
            ChangeKind::Missing
        } else {
            ChangeKind::Listed(rows)
        };
        Ok(Listed { kind, version })
    }

    async fn pages(&self, mut parameters: ListParams) -> Result<(Vec<Row>, String), Failure> {
        let mut rows = Vec::new();
        loop {
            let page = self.ingresses.list(&parameters).await?;
            rows.extend(page.items.into_iter().filter_map(|object| self.row(object)));
            match page.metadata.continue_.filter(|token| !token.is_empty()) {
                Some(token) => parameters.continue_token = Some(token),
                None => return Ok((rows, page.metadata.resource_version.unwrap_or_default())),
            }
        }
    }

    /// A list of a namespace that does not exist is empty, not an error: only the namespace itself can tell. Where
    /// it may not be read, nobody can.
    pub(super) async fn namespace_is_missing(&self) -> bool {
        let Partition::Namespace(namespace) = &self.partition else {
            return false;
        };
        matches!(self.namespaces.get_metadata_opt(namespace).await, Ok(None))
    }

    /// The row of an object; one that cannot be read is skipped, so that it never hides the others.
    pub(super) fn row(&self, object: DeserializeGuard<Ingress>) -> Option<Row> {
        match object.0 {
            Ok(object) => match self.options.projection.row(object) {
                Ok(row) => Some(row),
                Err(error) => {
                    tracing::warn!(partition = %self.partition, "an Ingress is skipped: {error}");
                    None
                }
            },
            Err(invalid) => {
                tracing::warn!(
                    partition = %self.partition,
                    namespace = invalid.metadata.namespace,
                    name = invalid.metadata.name,
                    "an Ingress is skipped, its definition is not valid: {}", invalid.error
                );
                None
            }
        }
    }
}
