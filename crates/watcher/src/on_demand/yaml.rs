//! An object as kubectl would print it.

use kube::core::DynamicObject;

/// The object as YAML.
pub(super) fn write(object: &DynamicObject) -> Result<String, serde_saphyr::SerializeError> {
    serde_saphyr::to_string(object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn written(object: &Value) -> String {
        write(&serde_json::from_value(object.clone()).unwrap()).unwrap()
    }

    #[test]
    fn an_object_reads_as_from_kubectl() {
        insta::assert_snapshot!(written(&json!({
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": {
                "name": "web", "namespace": "shop",
                "annotations": {
                    "a/answer": "yes", "a/number": "1.10", "a/empty": "", "a/text": "one\ntwo\n", "a/colon": "a: b",
                },
            },
            "spec": {"rules": [{"host": "*.example.com", "http": {"paths": [
                {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}}},
            ]}}], "tls": []},
        })));
    }

    proptest! {
        #[test]
        fn what_is_written_means_the_same(value in "(?s).{0,60}", key in "[a-z./-]{1,20}") {
            let object = json!({
                "apiVersion": "v1", "kind": "Ingress",
                "metadata": {"name": "web", "annotations": {&key: &value}},
                "spec": {"text": [&value]},
            });
            let yaml = written(&object);
            let read: Value = serde_saphyr::from_str(&yaml).unwrap();
            prop_assert_eq!(read, object, "{}", yaml);
        }
    }
}
