//! Reads objects as rows. One that cannot be read is skipped, counted, and logged once, and never hides the others.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use k8s_openapi::api::networking::v1::Ingress;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube::core::DeserializeGuard;
use kube_ingress_dash_model::ingress::Ingress as Row;
use kube_ingress_dash_model::key::IngressKey;

use crate::board::Partition;
use crate::projection::Unnamed;

/// Objects that are remembered as logged; of more, each is logged again when it comes again.
const REMEMBERED: usize = 1000;

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
        object: DeserializeGuard<Ingress>,
        project: impl FnOnce(Ingress) -> Result<Row, Unnamed>,
    ) -> Option<Row> {
        let (metadata, trouble) = match object.0 {
            Ok(object) => {
                let metadata = ObjectMeta {
                    namespace: object.metadata.namespace.clone(),
                    name: object.metadata.name.clone(),
                    ..ObjectMeta::default()
                };
                match catch_unwind(AssertUnwindSafe(|| project(object))) {
                    Ok(Ok(row)) => {
                        self.logged.remove(&(row.namespace.clone(), row.name.clone()));
                        return Some(row);
                    }
                    Ok(Err(unnamed)) => (metadata, unnamed.to_string()),
                    Err(_) => (metadata, "this program failed to read it".to_owned()),
                }
            }
            Err(invalid) => (invalid.metadata, format!("its definition is not valid: {}", invalid.error)),
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

    fn object(name: &str, spec: &serde_json::Value) -> DeserializeGuard<Ingress> {
        let object = json!({"metadata": {"namespace": "shop", "name": name}, "spec": spec});
        serde_json::from_value(object).unwrap()
    }

    fn read(skipped: &mut Skipped, object: DeserializeGuard<Ingress>) -> Option<String> {
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
