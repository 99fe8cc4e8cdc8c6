//! Events: what controllers tell about an object, kept beside it for an hour.

use serde_json::{Value, json};

use crate::fields::{event_name, now};
use crate::merge::merge;
use crate::object::{Object, metadata_text};

/// A whole Event about an object from the parts that are `given`.
pub(crate) fn about(object: &Object, given: Value) -> Value {
    let key = &object.key;
    let content = object.content();
    let mut event = json!({
        "metadata": {"namespace": key.namespace, "name": event_name(&key.name, &mut rand::rng())},
        "involvedObject": {
            "apiVersion": key.resource.api_version(), "kind": key.resource.kind(),
            "namespace": key.namespace, "name": key.name, "uid": metadata_text(&content, "uid"),
            "resourceVersion": object.revision.to_string(),
        },
        "type": "Normal", "reason": "", "message": "", "count": 1,
        "firstTimestamp": now(), "lastTimestamp": now(), "eventTime": null,
        "source": {}, "reportingComponent": "", "reportingInstance": "",
    });
    merge(&mut event, given);
    event
}
