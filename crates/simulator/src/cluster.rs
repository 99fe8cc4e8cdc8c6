//! The cluster's objects, changed in process: what tests and the demo's life write with.

use std::net::IpAddr;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::event;
use crate::object::Key;
use crate::resource::Resource;
use crate::selector::Selection;
use crate::status::Status;
use crate::store::Store;
use crate::write::{self, Mode, Part};

/// A handle to the objects of a simulated cluster. Clones share them. Changes reach watches at once.
#[derive(Clone, Debug)]
pub struct Cluster {
    store: Arc<Store>,
}

impl Cluster {
    pub(crate) fn new(store: Arc<Store>) -> Self {
        Self { store }
    }

    /// Creates a namespace. Fails when it exists or the name is no DNS label.
    pub fn create_namespace(&self, name: &str) -> Result<(), Status> {
        let content = object(json!({"metadata": {"name": name}}));
        write::create(&self.store, Resource::Namespaces, None, content, Mode::Commit).map(drop)
    }

    /// Stores an Ingress as given, status and creation time included, creating or replacing it; what a
    /// server must have set is filled in. Fails when it is invalid or its namespace does not exist.
    pub fn apply(&self, ingress: Value) -> Result<(), Status> {
        write::load(&self.store, Resource::Ingresses, object(ingress)).map(drop)
    }

    /// Stores an Ingress that no check has passed, as one that is older than the checks. Only its key must be fine.
    pub fn apply_unchecked(&self, ingress: Value) -> Result<(), Status> {
        write::load_unchecked(&self.store, Resource::Ingresses, object(ingress)).map(drop)
    }

    /// Stores a namespace as given, creating or replacing it.
    pub fn apply_namespace(&self, namespace: Value) -> Result<(), Status> {
        write::load(&self.store, Resource::Namespaces, object(namespace)).map(drop)
    }

    /// Stores an `IngressClass` as given, creating or replacing it.
    pub fn apply_ingress_class(&self, class: Value) -> Result<(), Status> {
        write::load(&self.store, Resource::IngressClasses, object(class)).map(drop)
    }

    /// Merges a JSON merge patch into an Ingress, its status excepted.
    pub fn patch(&self, namespace: &str, name: &str, patch: Value) -> Result<(), Status> {
        let key = Key::ingress(namespace, name);
        write::patch(&self.store, key, Part::Main, patch, Mode::Commit).map(drop)
    }

    /// Sets the addresses in an Ingress's status; what is no IP address is a hostname.
    pub fn set_addresses(&self, namespace: &str, name: &str, addresses: &[&str]) -> Result<(), Status> {
        let point = |address: &&str| match address.parse::<IpAddr>() {
            Ok(ip) => json!({"ip": ip.to_string()}),
            Err(_) => json!({"hostname": address}),
        };
        let points: Vec<Value> = addresses.iter().map(point).collect();
        let status = json!({"status": {"loadBalancer": {"ingress": points}}});
        let key = Key::ingress(namespace, name);
        write::patch(&self.store, key, Part::Status, status, Mode::Commit).map(drop)
    }

    /// Deletes an Ingress.
    pub fn delete(&self, namespace: &str, name: &str) -> Result<(), Status> {
        write::delete(&self.store, &Key::ingress(namespace, name), &Value::Null, Mode::Commit).map(drop)
    }

    /// Deletes a namespace and all that is in it.
    pub fn delete_namespace(&self, name: &str) -> Result<(), Status> {
        write::delete(&self.store, &Key::namespace(name), &Value::Null, Mode::Commit).map(drop)
    }

    /// Records an Event about an Ingress, as a controller does. `event` holds what is told, such as `type`,
    /// `reason`, `message`, `count` and `lastTimestamp`; the rest is filled in: a name, the object that it is
    /// about, the present as its times. Fails when there is no such Ingress.
    pub fn record_event(&self, namespace: &str, name: &str, event: Value) -> Result<(), Status> {
        let ingress = self.store.read().get(&Key::ingress(namespace, name)).cloned();
        let ingress = ingress.ok_or_else(|| Status::not_found(Resource::Ingresses, name))?;
        write::load(&self.store, Resource::Events, object(event::about(&ingress, event))).map(drop)
    }

    /// Deletes an Event, as the API server does when it is an hour old.
    pub(crate) fn forget_event(&self, namespace: &str, name: &str) -> Result<(), Status> {
        write::delete(&self.store, &Key::event(namespace, name), &Value::Null, Mode::Commit).map(drop)
    }

    /// An Ingress as JSON, if it exists.
    pub fn get(&self, namespace: &str, name: &str) -> Option<Value> {
        let object = self.store.read().get(&Key::ingress(namespace, name)).cloned();
        object.map(|object| object.to_json())
    }

    /// The names of all namespaces, in order.
    pub fn namespaces(&self) -> Vec<String> {
        let all = Selection::all(Resource::Namespaces, None);
        let state = self.store.read();
        state.objects().keys().filter(|key| all.covers(key)).map(|key| key.name.clone()).collect()
    }

    /// Namespace and name of all Ingresses, in order.
    pub fn ingresses(&self) -> Vec<(String, String)> {
        let all = Selection::all(Resource::Ingresses, None);
        let state = self.store.read();
        let keys = state.objects().keys().filter(|key| all.covers(key));
        keys.map(|key| (key.namespace.clone(), key.name.clone())).collect()
    }

    /// The latest resource version.
    pub fn resource_version(&self) -> String {
        self.store.read().revision().to_string()
    }
}

/// The fields of an object; of anything else none, which no check lets pass.
fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
