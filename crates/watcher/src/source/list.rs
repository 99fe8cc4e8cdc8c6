//! The list of a partition, page by page, published as a whole or not at all.

use std::sync::Arc;

use http::StatusCode;
use kube::api::ListParams;

use super::Source;
use crate::board::{ChangeKind, Partition, Row};
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
    pub(super) async fn list(&mut self) -> Result<Listed, Failure> {
        let lists = Arc::clone(&self.options.lists);
        let Ok(_permit) = lists.acquire().await else {
            return Err(Failure::Silent);
        };
        let (rows, version) = match self.pages(self.everything().limit(PAGE)).await {
            Err(failure) if failure.status() == Some(StatusCode::GONE) => {
                self.pages(self.everything()).await?
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

    fn everything(&self) -> ListParams {
        let labels = self.options.narrowing.label_selector();
        ListParams { label_selector: labels.map(str::to_owned), ..ListParams::default() }
    }

    async fn pages(&mut self, mut parameters: ListParams) -> Result<(Vec<Row>, String), Failure> {
        let mut rows = Vec::new();
        loop {
            let page = self.ingresses.list(&parameters).await?;
            let read = page.items.into_iter().filter_map(|object| self.row(object));
            rows.extend(read.collect::<Vec<_>>());
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
}
