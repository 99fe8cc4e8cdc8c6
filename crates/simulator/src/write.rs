//! Creates, replaces, patches and deletes objects, keeping the fields that belong to the server.

use std::sync::Arc;

use jiff::Timestamp;
use rand::RngExt;
use serde_json::{Map, Value, json};

use crate::object::{Key, Object, edit_metadata, metadata_text};
use crate::resource::Resource;
use crate::selector::Selection;
use crate::status::Status;
use crate::store::{State, Store};
use crate::validate::validate;

/// Which part of an object a change is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All but the status.
    Main,
    /// The status alone.
    Status,
}

/// Whether a change is kept, or only tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Commit,
    DryRun,
}

/// Creates an object; the server gives its uid, its creation time and, for `generateName`, its name.
pub(crate) fn create(
    store: &Store,
    resource: Resource,
    namespace: Option<&str>,
    mut content: Map<String, Value>,
    mode: Mode,
) -> Result<Arc<Object>, Status> {
    let key = key_of(resource, namespace, &mut content)?;
    check_type(resource, &content)?;
    if metadata_text(&content, "resourceVersion").is_some_and(|version| !version.is_empty()) {
        return Err(Status::bad_request(
            "resourceVersion should not be set on objects to be created",
        ));
    }
    validate(&key, &content)?;
    edit_metadata(&mut content, |metadata| {
        metadata.remove("uid");
        metadata.remove("creationTimestamp");
        metadata.remove("deletionTimestamp");
    });
    let status = match resource {
        Resource::Ingresses => json!({"loadBalancer": {}}),
        Resource::Namespaces => json!({"phase": "Active"}),
    };
    content.insert("status".to_owned(), status);
    complete(&key, &mut content);
    store.write(|state| {
        check_namespace(state, &key)?;
        if state.get(&key).is_some() {
            return Err(Status::already_exists(resource, &key.name));
        }
        Ok(save(state, key, content, mode))
    })
}

/// Replaces an object, or its status.
pub(crate) fn update(
    store: &Store,
    key: Key,
    part: Part,
    mut content: Map<String, Value>,
    mode: Mode,
) -> Result<Arc<Object>, Status> {
    let named = key_of(key.resource, namespace_of(&key), &mut content)?;
    check_type(key.resource, &content)?;
    if named.name != key.name {
        return Err(Status::bad_request(format!(
            "the name of the object ({}) does not match the name on the URL ({})",
            named.name, key.name
        )));
    }
    change(store, key, part, mode, |_| Ok(content))
}

/// Merges a JSON merge patch into an object, or into its status.
pub(crate) fn patch(
    store: &Store,
    key: Key,
    part: Part,
    patch: Value,
    mode: Mode,
) -> Result<Arc<Object>, Status> {
    if !patch.is_object() {
        return Err(Status::bad_request("the patch must be a JSON object"));
    }
    change(store, key, part, mode, |before| {
        let mut merged = Value::Object(before);
        merge(&mut merged, patch);
        match merged {
            Value::Object(content) => Ok(content),
            _ => Err(Status::bad_request("the patch must leave a JSON object")),
        }
    })
}

/// Creates the object or merges into it: what server-side apply comes to with one manager.
pub(crate) fn apply(
    store: &Store,
    key: Key,
    part: Part,
    content: Map<String, Value>,
    mode: Mode,
) -> Result<Arc<Object>, Status> {
    let exists = store.read().get(&key).is_some();
    if exists || part == Part::Status {
        return patch(store, key, part, Value::Object(content), mode);
    }
    create(store, key.resource, namespace_of(&key), content, mode)
}

/// Deletes an object if it meets the preconditions of `options`, and with a namespace all that is in it.
/// Gives the object's last content.
pub(crate) fn delete(
    store: &Store,
    key: &Key,
    options: &Value,
    mode: Mode,
) -> Result<Arc<Object>, Status> {
    store.write(|state| {
        let before = state
            .get(key)
            .cloned()
            .ok_or_else(|| Status::not_found(key.resource, &key.name))?;
        check_precondition(&before.content(), &options["preconditions"], key)?;
        if mode == Mode::DryRun {
            return Ok(before);
        }
        if key.resource == Resource::Namespaces {
            let mut content = before.content();
            edit_metadata(&mut content, |metadata| {
                metadata.insert("deletionTimestamp".to_owned(), now())
            });
            content.insert("status".to_owned(), json!({"phase": "Terminating"}));
            state.put(key.clone(), content);
            remove_all(state, &Selection::all(Resource::Ingresses, Some(&key.name)));
        }
        Ok(state.remove(key).unwrap_or(before))
    })
}

/// Deletes all selected objects and gives their last contents.
pub(crate) fn delete_selected(
    store: &Store,
    selection: &Selection,
) -> Result<Vec<Arc<Object>>, Status> {
    store.write(|state| Ok(remove_all(state, selection)))
}

/// Stores a whole object, its status included, as it is; what a server must have set is filled in.
/// An object that is there already is replaced under its old uid and creation time.
pub(crate) fn load(
    store: &Store,
    resource: Resource,
    mut content: Map<String, Value>,
) -> Result<Arc<Object>, Status> {
    check_type(resource, &content)?;
    let key = key_of(resource, None, &mut content)?;
    validate(&key, &content)?;
    store.write(|state| {
        check_namespace(state, &key)?;
        if let Some(before) = state.get(&key) {
            keep_identity(&before.content(), &mut content);
        }
        complete(&key, &mut content);
        Ok(state.put(key, content))
    })
}

fn change(
    store: &Store,
    key: Key,
    part: Part,
    mode: Mode,
    edit: impl FnOnce(Map<String, Value>) -> Result<Map<String, Value>, Status>,
) -> Result<Arc<Object>, Status> {
    store.write(|state| {
        let current = state
            .get(&key)
            .cloned()
            .ok_or_else(|| Status::not_found(key.resource, &key.name))?;
        let before = current.content();
        let mut after = edit(before.clone())?;
        after.remove("kind");
        after.remove("apiVersion");
        check_precondition(&before, after.get("metadata").unwrap_or(&Value::Null), &key)?;
        match part {
            Part::Main => keep(&before, &mut after, "status"),
            Part::Status => {
                let status = after.remove("status");
                after.clone_from(&before);
                after.extend(status.map(|status| ("status".to_owned(), status)));
            }
        }
        keep_identity(&before, &mut after);
        let generation = before
            .get("metadata")
            .and_then(|metadata| metadata["generation"].as_u64());
        let changed = u64::from(before.get("spec") != after.get("spec"));
        edit_metadata(&mut after, |metadata| {
            metadata.insert(
                "resourceVersion".to_owned(),
                current.revision.to_string().into(),
            );
            if let Some(generation) = generation {
                metadata.insert("generation".to_owned(), (generation + changed).into());
            }
        });
        validate(&key, &after)?;
        if before == after {
            return Ok(current);
        }
        Ok(save(state, key, after, mode))
    })
}

fn save(state: &mut State, key: Key, content: Map<String, Value>, mode: Mode) -> Arc<Object> {
    match mode {
        Mode::Commit => state.put(key, content),
        Mode::DryRun => Object::new(key, state.revision(), content),
    }
}

fn remove_all(state: &mut State, selection: &Selection) -> Vec<Arc<Object>> {
    let selected = state
        .objects()
        .values()
        .filter(|object| selection.matches(object));
    let keys: Vec<Key> = selected.map(|object| object.key.clone()).collect();
    keys.iter().filter_map(|key| state.remove(key)).collect()
}

/// The key that an object's metadata names, within the namespace of the request if it has one.
fn key_of(
    resource: Resource,
    namespace: Option<&str>,
    content: &mut Map<String, Value>,
) -> Result<Key, Status> {
    edit_metadata(content, |metadata| {
        if !metadata.get("name").is_some_and(Value::is_string) {
            let prefix = metadata
                .get("generateName")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let name = if prefix.is_empty() {
                String::new()
            } else {
                format!("{prefix}{}", random_suffix())
            };
            metadata.insert("name".to_owned(), name.into());
        }
        let name = metadata
            .get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        if resource == Resource::Namespaces {
            metadata.remove("namespace");
            return Ok(Key::namespace(&name));
        }
        let own = metadata
            .get("namespace")
            .and_then(Value::as_str)
            .unwrap_or_default();
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
        Ok(Key::ingress(&namespace, &name))
    })
}

fn namespace_of(key: &Key) -> Option<&str> {
    (key.resource == Resource::Ingresses).then_some(key.namespace.as_str())
}

fn check_type(resource: Resource, content: &Map<String, Value>) -> Result<(), Status> {
    for (field, expected) in [
        ("kind", resource.kind()),
        ("apiVersion", resource.api_version()),
    ] {
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

fn check_namespace(state: &State, key: &Key) -> Result<(), Status> {
    let exists = key.resource == Resource::Namespaces
        || state.get(&Key::namespace(&key.namespace)).is_some();
    exists
        .then_some(())
        .ok_or_else(|| Status::not_found(Resource::Namespaces, &key.namespace))
}

/// Fails with 409 where `expected` names another uid or resource version than the object has.
fn check_precondition(
    before: &Map<String, Value>,
    expected: &Value,
    key: &Key,
) -> Result<(), Status> {
    let differs = |field: &str| {
        let wanted = expected[field].as_str().unwrap_or_default();
        !wanted.is_empty() && metadata_text(before, field) != Some(wanted)
    };
    if differs("uid") {
        let explanation =
            "Precondition failed: UID in precondition differs from UID in object meta";
        return Err(Status::conflict(key.resource, &key.name, explanation));
    }
    if differs("resourceVersion") {
        let explanation = "the object has been modified; please apply your changes to the latest version and try again";
        return Err(Status::conflict(key.resource, &key.name, explanation));
    }
    Ok(())
}

/// Gives an object what every stored object has.
fn complete(key: &Key, content: &mut Map<String, Value>) {
    edit_metadata(content, |metadata| {
        metadata
            .entry("uid")
            .or_insert_with(|| random_uid(&mut rand::rng()).into());
        metadata.entry("creationTimestamp").or_insert_with(now);
        if key.resource == Resource::Ingresses {
            metadata.entry("generation").or_insert(1.into());
        } else if let Some(labels) = metadata
            .entry("labels")
            .or_insert_with(|| json!({}))
            .as_object_mut()
        {
            labels.insert(
                "kubernetes.io/metadata.name".to_owned(),
                key.name.clone().into(),
            );
        }
    });
    let (field, value) = match key.resource {
        Resource::Ingresses => ("status", json!({"loadBalancer": {}})),
        Resource::Namespaces => ("spec", json!({"finalizers": ["kubernetes"]})),
    };
    content.entry(field).or_insert(value);
}

fn keep_identity(before: &Map<String, Value>, after: &mut Map<String, Value>) {
    let empty = Map::new();
    let old = before
        .get("metadata")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    edit_metadata(after, |metadata| {
        for field in [
            "name",
            "namespace",
            "uid",
            "creationTimestamp",
            "deletionTimestamp",
        ] {
            keep(old, metadata, field);
        }
    });
}

fn keep(before: &Map<String, Value>, after: &mut Map<String, Value>, field: &str) {
    match before.get(field) {
        Some(value) => after.insert(field.to_owned(), value.clone()),
        None => after.remove(field),
    };
}

/// RFC 7386; the directives of a strategic merge patch, whose lists Ingresses replace whole, are left out.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(fields) = target.as_object_mut() else {
        return;
    };
    for (field, value) in patch {
        if value.is_null() {
            fields.remove(&field);
        } else if !field.starts_with('$') {
            merge(fields.entry(field).or_insert(Value::Null), value);
        }
    }
}

fn now() -> Value {
    let seconds = Timestamp::now().as_second();
    Timestamp::from_second(seconds)
        .unwrap_or_default()
        .to_string()
        .into()
}

fn random_suffix() -> String {
    const LETTERS: [char; 27] = [
        'b', 'c', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w',
        'x', 'z', '2', '4', '5', '6', '7', '8', '9',
    ];
    (0..5)
        .map(|_| LETTERS[rand::rng().random_range(0..LETTERS.len())])
        .collect()
}

/// A random uid in the form of a version 4 UUID.
pub(crate) fn random_uid(random: &mut impl rand::Rng) -> String {
    let bits: u128 = random.random();
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
