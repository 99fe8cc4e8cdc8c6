//! The forms in which clients may ask for objects with `Accept`: whole, as a table (kubectl), or their
//! metadata alone (controllers that need no more).

use serde_json::{Map, Value, json};

use crate::object::Object;
use crate::query::Query;
use crate::resource::Resource;
use crate::status::Status;
use crate::table::{self, Include};

/// A form of objects in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Representation {
    Whole,
    Table(Include),
    Metadata,
}

impl Representation {
    /// The first form in `Accept` that the server has, or 406.
    pub(crate) fn negotiate(accept: Option<&str>, query: &Query) -> Result<Self, Status> {
        let accept = accept.filter(|accept| !accept.trim().is_empty()).unwrap_or("*/*");
        for range in accept.split(',') {
            let mut parts = range.split(';').map(str::trim);
            if !matches!(parts.next(), Some("application/json" | "application/*" | "*/*")) {
                continue;
            }
            let parameters: Vec<&str> = parts.collect();
            let Some(form) = parameters.iter().find_map(|parameter| parameter.strip_prefix("as=")) else {
                return Ok(Self::Whole);
            };
            if !parameters.contains(&"g=meta.k8s.io") || !parameters.contains(&"v=v1") {
                continue;
            }
            match form {
                "Table" => return Ok(Self::Table(Include::parse(query.text("includeObject"))?)),
                "PartialObjectMetadata" | "PartialObjectMetadataList" => return Ok(Self::Metadata),
                _ => {}
            }
        }
        Err(Status::not_acceptable())
    }

    /// One object; a table's column definitions come only with the first one of a stream.
    pub(crate) fn encode(self, object: &Object, first: bool, out: &mut Vec<u8>) {
        match self {
            Self::Whole => object.encode(out),
            Self::Metadata => out.extend_from_slice(metadata_only(object).to_string().as_bytes()),
            Self::Table(include) => {
                let metadata = json!({"resourceVersion": object.revision.to_string()});
                let table = table::of(object.key.resource, [object], include, first, &metadata);
                out.extend_from_slice(table.to_string().as_bytes());
            }
        }
    }

    /// A list with this list metadata.
    pub(crate) fn encode_list<'a>(
        self,
        resource: Resource,
        metadata: Map<String, Value>,
        objects: impl ExactSizeIterator<Item = &'a Object> + Clone,
    ) -> Vec<u8> {
        let (kind, api_version) = match self {
            Self::Whole => (format!("{}List", resource.kind()), resource.api_version()),
            Self::Metadata => ("PartialObjectMetadataList".to_owned(), "meta.k8s.io/v1"),
            Self::Table(include) => {
                return table::of(resource, objects, include, true, &Value::Object(metadata))
                    .to_string()
                    .into_bytes();
            }
        };
        let size: usize = objects.clone().map(|object| object.body().len() + 1).sum();
        let metadata = Value::Object(metadata);
        let head = format!(
            "{{\"kind\":\"{kind}\",\"apiVersion\":\"{api_version}\",\"metadata\":{metadata},\"items\":["
        );
        let mut out = Vec::with_capacity(head.len() + size + 2);
        out.extend_from_slice(head.as_bytes());
        for (index, object) in objects.enumerate() {
            if index > 0 {
                out.push(b',');
            }
            match self {
                Self::Metadata => self.encode(object, false, &mut out),
                Self::Whole | Self::Table(_) => out.extend_from_slice(object.body()),
            }
        }
        out.extend_from_slice(b"]}");
        out
    }

    /// The object of a bookmark: nothing but a resource version.
    pub(crate) fn bookmark(self, resource: Resource, metadata: Map<String, Value>) -> Value {
        let metadata = Value::Object(metadata);
        match self {
            Self::Whole => {
                json!({"kind": resource.kind(), "apiVersion": resource.api_version(), "metadata": metadata})
            }
            Self::Metadata => {
                json!({"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata})
            }
            Self::Table(include) => table::of(resource, [], include, false, &metadata),
        }
    }
}

/// The object's metadata, as kind `PartialObjectMetadata`.
pub(crate) fn metadata_only(object: &Object) -> Value {
    let metadata = object.content().remove("metadata");
    json!({"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": metadata})
}
