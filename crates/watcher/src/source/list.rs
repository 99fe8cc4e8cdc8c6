//! The list of a partition, page by page, published as a whole or not at all.
//!
//! A start waits for this: the next page is on its way while one is read.

use std::panic::resume_unwind;
use std::sync::Arc;

use http::StatusCode;
use kube::api::ListParams;
use kube::core::{ObjectList, Request};
use serde_json::value::RawValue;
use tokio_util::task::AbortOnDropHandle;

use super::Source;
use super::reading::Object;
use crate::board::{ChangeKind, Partition, Row};
use crate::client::Pages;
use crate::failure::Failure;

/// Objects in one page.
const PAGE: u32 = 500;

/// A page whose objects are still text.
type Page = ObjectList<Box<RawValue>>;

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
        let mut asked = self.ask(&parameters)?;
        let mut pages = Pages::default();
        loop {
            let page = asked.await.unwrap_or_else(|stopped| match stopped.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => Err(Failure::Silent),
            })?;
            let next = match pages.after(page.metadata.continue_)? {
                Some(token) => {
                    parameters.continue_token = Some(token);
                    Some(self.ask(&parameters)?)
                }
                None => None,
            };
            let read = page.items.iter().filter_map(|object| self.row(Object::of_text(object.get())));
            rows.extend(read.collect::<Vec<_>>());
            match next {
                Some(next) => asked = next,
                None => return Ok((rows, page.metadata.resource_version.unwrap_or_default())),
            }
        }
    }

    /// Asks for a page, which is fetched whether it is waited for or not, and given up with the answer's handle.
    fn ask(&self, parameters: &ListParams) -> Result<AbortOnDropHandle<Result<Page, Failure>>, Failure> {
        let request = Request::new(self.ingresses.resource_url()).list(parameters);
        let request = request.map_err(kube::Error::BuildRequest)?;
        let client = self.ingresses.clone().into_client();
        let answer = async move {
            let text = client.request_text(request).await?;
            Ok(serde_json::from_str(&text).map_err(kube::Error::SerdeError)?)
        };
        Ok(AbortOnDropHandle::new(tokio::spawn(answer)))
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
