//! Reads objects as rows. One that cannot be read is skipped, counted, and logged once, and never hides the others.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use k8s_openapi::api::networking::v1::Ingress;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube::core::DeserializeGuard;
use kube_ingress_dash_model::ingress::Ingress as Row;
use kube_ingress_dash_model::key::IngressKey;
use serde::Deserialize;

use crate::board::Partition;
use crate::projection::Unnamed;

/// Objects that are remembered as logged; of more, each is logged again when it comes again.
const REMEMBERED: usize = 1000;

/// An object, as far as it can be read.
pub(super) enum Object {
    /// All of it.
    Whole(Box<Ingress>),
    /// What identifies it, and what is wrong with the rest.
    Invalid(Box<ObjectMeta>, String),
}

/// What is read of an object that is not valid.
#[derive(Deserialize)]
struct Identity {
    metadata: Box<ObjectMeta>,
}

impl Object {
    /// Reads an object of a list. kube's [`DeserializeGuard`] does the same by way of a tree of values, which it copies:
    /// of a long list that is most of the work.
    pub(super) fn of_text(text: &str) -> Self {
        match serde_json::from_str(text) {
            Ok(object) => Self::Whole(object),
            Err(error) => {
                let identity = serde_json::from_str(text).map(|identity: Identity| identity.metadata);
                Self::Invalid(identity.unwrap_or_default(), error.to_string())
            }
        }
    }
}

impl From<DeserializeGuard<Ingress>> for Object {
    fn from(guard: DeserializeGuard<Ingress>) -> Self {
        match guard.0 {
            Ok(object) => Self::Whole(Box::new(object)),
            Err(invalid) => Self::Invalid(Box::new(invalid.metadata), invalid.error),
        }
    }
}

/// The objects of one source that could not be read.
#[derive(Debug, Default)]
pub(super) struct Skipped {
    logged: BTreeSet<(String, String)>,
}

impl Skipped {
    /// The row that `project` makes of the object, if it can be read.
    pub(super) fn read(
        &mut self,
        partition: &Partition,
        object: Object,
        project: impl FnOnce(Ingress) -> Result<Row, Unnamed>,
    ) -> Option<Row> {
        let (metadata, trouble) = match object {
            Object::Whole(object) => {
                let metadata = ObjectMeta {
                    namespace: object.metadata.namespace.clone(),
                    name: object.metadata.name.clone(),
                    ..ObjectMeta::default()
                };
                match catch_unwind(AssertUnwindSafe(|| project(*object))) {
                    Ok(Ok(row)) => {
                        self.logged.remove(&(row.namespace.clone(), row.name.clone()));
                        return Some(row);
                    }
                    Ok(Err(unnamed)) => (metadata, unnamed.to_string()),
                    Err(_) => (metadata, "this program failed to read it".to_owned()),
                }
            }
            Object::Invalid(metadata, error) => (*metadata, format!("its definition is not valid: {error}")),
        };
        self.log(partition, metadata, &trouble);
        None
    }

    fn log(&mut self, partition: &Partition, metadata: ObjectMeta, trouble: &str) {
        let namespace = metadata.namespace.unwrap_or_default();
        let name = metadata.name.unwrap_or_default();
        let key = (namespace, name);
        if self.logged.contains(&key) {
            return;
        }
        let (namespace, name) = &key;
        tracing::warn!(%partition, namespace, name, "an Ingress is skipped: {trouble}");
        if self.logged.len() < REMEMBERED {
            self.logged.insert(key);
        }
    }
}

/// The key of an object, which may be all of it that can be read.
pub(super) fn key(object: &DeserializeGuard<Ingress>) -> Option<IngressKey> {
    let metadata = metadata(object);
    Some(IngressKey::new(metadata.namespace.clone()?, metadata.name.clone()?))
}

pub(super) fn metadata(object: &DeserializeGuard<Ingress>) -> &ObjectMeta {
    match &object.0 {
        Ok(object) => &object.metadata,
        Err(invalid) => &invalid.metadata,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::Projection;
    use serde_json::json;

    fn object(name: &str, spec: &serde_json::Value) -> Object {
        let object = json!({"metadata": {"namespace": "shop", "name": name}, "spec": spec});
        Object::of_text(&object.to_string())
    }

    fn read(skipped: &mut Skipped, object: Object) -> Option<String> {
        let row = skipped.read(&Partition::Cluster, object, |object| Projection::default().row(object));
        row.map(|row| row.name)
    }

    #[test]
    fn what_cannot_be_read_is_remembered_until_it_can() {
        let mut skipped = Skipped::default();
        assert_eq!(read(&mut skipped, object("web", &json!({"rules": "none"}))), None);
        assert_eq!(read(&mut skipped, object("web", &json!({"rules": 7}))), None);
        assert_eq!(skipped.logged.len(), 1);
        assert_eq!(read(&mut skipped, object("api", &json!({}))), Some("api".to_owned()));
        assert_eq!(read(&mut skipped, object("web", &json!({}))), Some("web".to_owned()));
        assert!(skipped.logged.is_empty());
    }

    #[test]
    fn an_object_reads_alike_in_a_list_and_in_a_watch() {
        let metadata = json!({"namespace": "shop", "name": "web"});
        for object in
            [json!({"metadata": metadata, "spec": {"rules": 7}}), json!({"metadata": metadata}), json!({})]
        {
            let of_watch: DeserializeGuard<Ingress> = serde_json::from_value(object.clone()).unwrap();
            match (Object::of_text(&object.to_string()), Object::from(of_watch)) {
                (Object::Whole(listed), Object::Whole(watched)) => assert_eq!(listed, watched),
                (Object::Invalid(listed, _), Object::Invalid(watched, _)) => assert_eq!(listed, watched),
                _ => panic!("{object} reads differently"),
            }
        }
        assert!(matches!(Object::of_text("7"), Object::Invalid(..)));
    }

    #[test]
    fn a_panic_is_a_skipped_object() {
        let mut skipped = Skipped::default();
        let row = skipped.read(&Partition::Cluster, object("web", &json!({})), |_| panic!("poison"));
        assert_eq!(row, None);
        assert_eq!(skipped.logged.len(), 1);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut skipped = Skipped::default();
        for number in 0..2 * REMEMBERED {
            read(&mut skipped, object(&format!("web-{number}"), &json!({"rules": 7})));
        }
        assert_eq!(skipped.logged.len(), REMEMBERED);
    }
}
