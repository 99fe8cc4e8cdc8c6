//! JSON merge patches.

use serde_json::{Map, Value};

/// RFC 7386; the directives of a strategic merge patch, whose lists Ingresses replace whole, are left out.
pub(crate) fn merge(target: &mut Value, patch: Value) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_removes_objects_merge_and_all_else_replaces() {
        let mut target = json!({"a": {"b": 1, "c": 2}, "d": [1, 2], "e": "old"});
        merge(
            &mut target,
            json!({"a": {"b": null, "x": 3}, "d": [3], "e": {"new": null}, "$retainKeys": ["a"]}),
        );
        assert_eq!(target, json!({"a": {"c": 2, "x": 3}, "d": [3], "e": {}}));
    }
}
