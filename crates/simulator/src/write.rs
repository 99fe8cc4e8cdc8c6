//! Creates, replaces, patches and deletes objects, keeping the fields that belong to the server.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::fields::{check_precondition, check_type, complete, keep, keep_identity, key_of, now};
use crate::merge::merge;
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
        return Err(Status::bad_request("resourceVersion should not be set on objects to be created"));
    }
    validate(&key, &content)?;
    edit_metadata(&mut content, |metadata| {
        metadata.remove("uid");
        metadata.remove("creationTimestamp");
        metadata.remove("deletionTimestamp");
    });
    let status = match resource {
        Resource::Ingresses => Some(json!({"loadBalancer": {}})),
        Resource::Namespaces => Some(json!({"phase": "Active"})),
        Resource::IngressClasses | Resource::Events => None,
    };
    content.extend(status.map(|status| ("status".to_owned(), status)));
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
pub(crate) fn delete(store: &Store, key: &Key, options: &Value, mode: Mode) -> Result<Arc<Object>, Status> {
    store.write(|state| {
        let before = state.get(key).cloned().ok_or_else(|| Status::not_found(key.resource, &key.name))?;
        check_precondition(&before.content(), &options["preconditions"], key)?;
        if mode == Mode::DryRun {
            return Ok(before);
        }
        if key.resource == Resource::Namespaces {
            let mut content = before.content();
            edit_metadata(&mut content, |metadata| metadata.insert("deletionTimestamp".to_owned(), now()));
            content.insert("status".to_owned(), json!({"phase": "Terminating"}));
            state.put(key.clone(), content);
            for resource in [Resource::Ingresses, Resource::Events] {
                remove_all(state, &Selection::all(resource, Some(&key.name)));
            }
        }
        Ok(state.remove(key).unwrap_or(before))
    })
}

/// Deletes all selected objects and gives their last contents.
pub(crate) fn delete_selected(store: &Store, selection: &Selection) -> Result<Vec<Arc<Object>>, Status> {
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
    put(store, key, content)
}

/// The same without a look at the content.
pub(crate) fn load_unchecked(
    store: &Store,
    resource: Resource,
    mut content: Map<String, Value>,
) -> Result<Arc<Object>, Status> {
    let key = key_of(resource, None, &mut content)?;
    put(store, key, content)
}

fn put(store: &Store, key: Key, mut content: Map<String, Value>) -> Result<Arc<Object>, Status> {
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
        let current = state.get(&key).cloned().ok_or_else(|| Status::not_found(key.resource, &key.name))?;
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
        let generation = before.get("metadata").and_then(|metadata| metadata["generation"].as_u64());
        let changed = u64::from(before.get("spec") != after.get("spec"));
        edit_metadata(&mut after, |metadata| {
            metadata.insert("resourceVersion".to_owned(), current.revision.to_string().into());
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
    let selected = state.objects().values().filter(|object| selection.matches(object));
    let keys: Vec<Key> = selected.map(|object| object.key.clone()).collect();
    keys.iter().filter_map(|key| state.remove(key)).collect()
}

fn namespace_of(key: &Key) -> Option<&str> {
    key.resource.is_namespaced().then_some(key.namespace.as_str())
}

fn check_namespace(state: &State, key: &Key) -> Result<(), Status> {
    let exists = !key.resource.is_namespaced() || state.get(&Key::namespace(&key.namespace)).is_some();
    exists.then_some(()).ok_or_else(|| Status::not_found(Resource::Namespaces, &key.namespace))
}
