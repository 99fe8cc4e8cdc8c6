//! A stored object. It is kept as the bytes that go on the wire, because a cluster of ten thousand objects
//! in the form of JSON trees would need several times their memory, and every list would encode them again.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::resource::Resource;
use crate::selectable;

/// Where an object is: unique in the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) resource: Resource,
    /// Empty for a cluster-scoped resource.
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl Key {
    pub(crate) fn ingress(namespace: &str, name: &str) -> Self {
        Self { resource: Resource::Ingresses, namespace: namespace.to_owned(), name: name.to_owned() }
    }

    pub(crate) fn event(namespace: &str, name: &str) -> Self {
        Self { resource: Resource::Events, namespace: namespace.to_owned(), name: name.to_owned() }
    }

    pub(crate) fn namespace(name: &str) -> Self {
        Self::of_cluster(Resource::Namespaces, name)
    }

    /// An object of a cluster-scoped resource.
    pub(crate) fn of_cluster(resource: Resource, name: &str) -> Self {
        Self { resource, namespace: String::new(), name: name.to_owned() }
    }
}

/// One version of one object.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) key: Key,
    pub(crate) revision: u64,
    pub(crate) labels: BTreeMap<String, String>,
    /// What field selectors see beside the key.
    fields: Vec<(&'static str, String)>,
    /// The JSON object without `kind` and `apiVersion`, as items of a list are sent.
    body: Bytes,
}

impl Object {
    /// Encodes `content`, whose metadata must name `key`, as its version `revision`.
    pub(crate) fn new(key: Key, revision: u64, mut content: Map<String, Value>) -> Arc<Self> {
        content.remove("kind");
        content.remove("apiVersion");
        let labels = edit_metadata(&mut content, |metadata| {
            metadata.insert("resourceVersion".to_owned(), revision.to_string().into());
            let labels = metadata.get("labels").and_then(Value::as_object);
            let text = |(label, value): (&String, &Value)| Some((label.clone(), value.as_str()?.to_owned()));
            labels.into_iter().flatten().filter_map(text).collect()
        });
        let fields = selectable::read(key.resource, &content);
        let body = Value::Object(content).to_string().into();
        Arc::new(Self { key, revision, labels, fields, body })
    }

    /// The same content with another resource version, as a deletion announces it.
    pub(crate) fn at_revision(&self, revision: u64) -> Arc<Self> {
        Self::new(self.key.clone(), revision, self.content())
    }

    /// A field that selectors may name.
    pub(crate) fn field(&self, name: &str) -> &str {
        match name {
            selectable::NAME => &self.key.name,
            selectable::NAMESPACE => &self.key.namespace,
            _ => self.fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value),
        }
    }

    /// The object as an item of a typed list.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// Appends the object as it is sent on its own, with `kind` and `apiVersion`.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let resource = self.key.resource;
        let head =
            format!("{{\"kind\":\"{}\",\"apiVersion\":\"{}\",", resource.kind(), resource.api_version());
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(self.body.get(1..).unwrap_or_default());
    }

    /// The object as a tree, without `kind` and `apiVersion`.
    pub(crate) fn content(&self) -> Map<String, Value> {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The object as a tree, with `kind` and `apiVersion`.
    pub(crate) fn to_json(&self) -> Value {
        let mut content = self.content();
        content.insert("kind".to_owned(), self.key.resource.kind().into());
        content.insert("apiVersion".to_owned(), self.key.resource.api_version().into());
        Value::Object(content)
    }
}

/// Changes the `metadata` of an object's content, made when it is absent, and gives what `edit` gives.
pub(crate) fn edit_metadata<T>(
    content: &mut Map<String, Value>,
    edit: impl FnOnce(&mut Map<String, Value>) -> T,
) -> T {
    let mut metadata = match content.remove("metadata") {
        Some(Value::Object(metadata)) => metadata,
        _ => Map::new(),
    };
    let result = edit(&mut metadata);
    content.insert("metadata".to_owned(), Value::Object(metadata));
    result
}

/// A text field of the `metadata` of an object's content.
pub(crate) fn metadata_text<'a>(content: &'a Map<String, Value>, field: &str) -> Option<&'a str> {
    content.get("metadata")?.get(field)?.as_str()
}
