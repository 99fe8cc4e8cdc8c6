//! LIST: selected objects in the order of their keys, whole or in pages that all show one resource version.

use serde_json::{Map, Value};

use crate::object::Key;
use crate::query::Query;
use crate::representation::Representation;
use crate::selector::Selection;
use crate::snapshot::Page;
use crate::status::Status;
use crate::store::Store;

/// Where a list continues, as the opaque token that a client sends back.
struct Continue {
    revision: u64,
    after: Key,
}

impl Continue {
    fn encode(&self) -> String {
        format!("{}:{}/{}", self.revision, self.after.namespace, self.after.name)
    }

    fn decode(token: &str, selection: &Selection) -> Option<Self> {
        let (revision, rest) = token.split_once(':')?;
        let (namespace, name) = rest.split_once('/')?;
        let after =
            Key { resource: selection.resource, namespace: namespace.to_owned(), name: name.to_owned() };
        let revision = revision.parse().ok()?;
        selection.covers(&after).then_some(Self { revision, after })
    }
}

/// Answers a LIST with the encoded list.
pub(crate) fn list(
    store: &Store,
    selection: &Selection,
    query: &Query,
    representation: Representation,
) -> Result<Vec<u8>, Status> {
    let page = read(store, selection, query)?;
    let mut metadata = Map::new();
    metadata.insert("resourceVersion".to_owned(), page.revision.to_string().into());
    if page.remaining > 0 {
        if let Some(last) = page.objects.last() {
            let token = Continue { revision: page.revision, after: last.key.clone() }.encode();
            metadata.insert("continue".to_owned(), Value::String(token));
        }
        if !selection.is_narrowed() {
            metadata.insert("remainingItemCount".to_owned(), page.remaining.into());
        }
    }
    let objects = page.objects.iter().map(AsRef::as_ref);
    Ok(representation.encode_list(selection.resource, metadata, objects))
}

fn read(store: &Store, selection: &Selection, query: &Query) -> Result<Page, Status> {
    let limit = match query.number::<usize>("limit")? {
        None | Some(0) => usize::MAX,
        Some(limit) => limit,
    };
    let version = query.number::<u64>("resourceVersion")?;
    let exact = match query.text("resourceVersionMatch") {
        "" | "NotOlderThan" => false,
        "Exact" => true,
        other => {
            return Err(Status::bad_request(format!(
                "resourceVersionMatch: Unsupported value: {other:?}: supported values: \"Exact\", \"NotOlderThan\""
            )));
        }
    };
    let token = query.text("continue");
    let state = store.read();
    if !token.is_empty() {
        if version.is_some_and(|version| version != 0) {
            return Err(Status::bad_request(
                "specifying resource version is not allowed when using continue",
            ));
        }
        let position = Continue::decode(token, selection)
            .ok_or_else(|| Status::bad_request("continue key is not valid"))?;
        if position.revision > state.revision() {
            return Err(Status::bad_request("continue key is not valid"));
        }
        return state
            .page(selection, position.revision, Some(&position.after), limit)
            .map_err(|_| Status::continue_expired());
    }
    match version {
        Some(version) if version > state.revision() => {
            Err(Status::resource_version_too_large(version, state.revision()))
        }
        Some(version) if exact => state.page(selection, version, None, limit),
        // As in the watch cache, "any version" is answered whole.
        Some(0) => state.page(selection, state.revision(), None, usize::MAX),
        _ => state.page(selection, state.revision(), None, limit),
    }
}
