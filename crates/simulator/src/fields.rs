//! The fields of an object that are the server's: which object it names, its identity, and what every
//! stored object has.

use jiff::Timestamp;
use rand::RngExt;
use serde_json::{Map, Value, json};

use crate::object::{Key, edit_metadata, metadata_text};
use crate::resource::Resource;
use crate::status::Status;

/// The key that an object's metadata names, within the namespace of the request if it has one.
pub(crate) fn key_of(
    resource: Resource,
    namespace: Option<&str>,
    content: &mut Map<String, Value>,
) -> Result<Key, Status> {
    edit_metadata(content, |metadata| {
        if !metadata.get("name").is_some_and(Value::is_string) {
            let prefix = metadata.get("generateName").and_then(Value::as_str).unwrap_or_default();
            let name = if prefix.is_empty() { String::new() } else { format!("{prefix}{}", random_suffix()) };
            metadata.insert("name".to_owned(), name.into());
        }
        let name = metadata.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        if !resource.is_namespaced() {
            metadata.remove("namespace");
            return Ok(Key::of_cluster(resource, &name));
        }
        let own = metadata.get("namespace").and_then(Value::as_str).unwrap_or_default();
        let namespace = match namespace {
            Some(namespace) if !own.is_empty() && own != namespace => {
                return Err(Status::bad_request(
                    "the namespace of the provided object does not match the namespace sent on the request",
                ));
            }
            Some(namespace) => namespace.to_owned(),
            None => own.to_owned(),
        };
        metadata.insert("namespace".to_owned(), namespace.clone().into());
        Ok(Key { resource, namespace, name })
    })
}

pub(crate) fn check_type(resource: Resource, content: &Map<String, Value>) -> Result<(), Status> {
    for (field, expected) in [("kind", resource.kind()), ("apiVersion", resource.api_version())] {
        match content.get(field) {
            None => {}
            Some(Value::String(actual)) if actual.is_empty() || actual == expected => {}
            Some(actual) => {
                return Err(Status::bad_request(format!(
                    "the {field} in the data ({actual}) does not match the expected one ({expected})"
                )));
            }
        }
    }
    Ok(())
}

/// Fails with 409 where `expected` names another uid or resource version than the object has.
pub(crate) fn check_precondition(
    before: &Map<String, Value>,
    expected: &Value,
    key: &Key,
) -> Result<(), Status> {
    let differs = |field: &str| {
        let wanted = expected[field].as_str().unwrap_or_default();
        !wanted.is_empty() && metadata_text(before, field) != Some(wanted)
    };
    if differs("uid") {
        let explanation = "Precondition failed: UID in precondition differs from UID in object meta";
        return Err(Status::conflict(key.resource, &key.name, explanation));
    }
    if differs("resourceVersion") {
        let explanation =
            "the object has been modified; please apply your changes to the latest version and try again";
        return Err(Status::conflict(key.resource, &key.name, explanation));
    }
    Ok(())
}

/// Gives an object what every stored object has.
pub(crate) fn complete(key: &Key, content: &mut Map<String, Value>) {
    edit_metadata(content, |metadata| {
        metadata.entry("uid").or_insert_with(|| random_uid(&mut rand::rng()).into());
        metadata.entry("creationTimestamp").or_insert_with(now);
        match key.resource {
            Resource::Ingresses | Resource::IngressClasses => {
                metadata.entry("generation").or_insert(1.into());
            }
            Resource::Namespaces => {
                let labels = metadata.entry("labels").or_insert_with(|| json!({}));
                if let Some(labels) = labels.as_object_mut() {
                    labels.insert("kubernetes.io/metadata.name".to_owned(), key.name.clone().into());
                }
            }
            Resource::Events => {}
        }
    });
    let (field, value) = match key.resource {
        Resource::Ingresses => ("status", json!({"loadBalancer": {}})),
        Resource::Namespaces => ("spec", json!({"finalizers": ["kubernetes"]})),
        Resource::IngressClasses | Resource::Events => return,
    };
    content.entry(field).or_insert(value);
}

pub(crate) fn keep_identity(before: &Map<String, Value>, after: &mut Map<String, Value>) {
    let empty = Map::new();
    let old = before.get("metadata").and_then(Value::as_object).unwrap_or(&empty);
    edit_metadata(after, |metadata| {
        for field in ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp"] {
            keep(old, metadata, field);
        }
    });
}

pub(crate) fn keep(before: &Map<String, Value>, after: &mut Map<String, Value>, field: &str) {
    match before.get(field) {
        Some(value) => after.insert(field.to_owned(), value.clone()),
        None => after.remove(field),
    };
}

pub(crate) fn now() -> Value {
    let seconds = Timestamp::now().as_second();
    Timestamp::from_second(seconds).unwrap_or_default().to_string().into()
}

fn random_suffix() -> String {
    const LETTERS: [char; 27] = [
        'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'z',
        '2', '4', '5', '6', '7', '8', '9',
    ];
    (0..5).map(|_| LETTERS[rand::rng().random_range(0..LETTERS.len())]).collect()
}

/// The name of a new Event about an object, as recorders make it.
pub(crate) fn event_name(object: &str, random: &mut impl rand::Rng) -> String {
    format!("{object}.{:016x}", random.random::<u64>())
}

/// A random uid in the form of a version 4 UUID.
pub(crate) fn random_uid(random: &mut impl rand::Rng) -> String {
    let bits: u128 = random.random();
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
