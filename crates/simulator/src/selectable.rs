//! The fields that field selectors may name, and what they are in an object.

use serde_json::{Map, Value};

use crate::resource::Resource;

/// Every object's, found in its key.
pub(crate) const NAME: &str = "metadata.name";
/// Every namespaced object's, found in its key.
pub(crate) const NAMESPACE: &str = "metadata.namespace";

/// Those of Events, beside the ones that every object has.
const OF_EVENTS: [&str; 11] = [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
];

/// The field of this name, if selectors over the resource may use it.
pub(crate) fn find(resource: Resource, name: &str) -> Option<&'static str> {
    let own = fields(resource);
    [NAME, NAMESPACE].iter().chain(own).find(|field| **field == name).copied()
}

/// The fields of an object that are not in its key and not empty. To selectors an absent one is empty.
pub(crate) fn read(resource: Resource, content: &Map<String, Value>) -> Vec<(&'static str, String)> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let read = |field: &&'static str| {
        let value = match field.split_once('.') {
            Some((parent, child)) => content.get(parent).and_then(|parent| parent.get(child)),
            None if *field == "source" => content
                .get(*field)
                .and_then(|source| source.get("component"))
                .or_else(|| content.get("reportingComponent")),
            None => content.get(*field),
        };
        (*field, text(value))
    };
    fields(resource).iter().map(read).filter(|(_, value)| !value.is_empty()).collect()
}

fn fields(resource: Resource) -> &'static [&'static str] {
    match resource {
        Resource::Events => &OF_EVENTS,
        Resource::Namespaces | Resource::Ingresses | Resource::IngressClasses => &[],
    }
}
