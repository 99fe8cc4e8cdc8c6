//! An object of the API server becomes a row: nothing panics, and nothing passes that must not leave the cluster.

use k8s_openapi::api::networking::v1::Ingress as Object;
use kube::core::{DeserializeGuard, ObjectList, WatchEvent};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_watcher::projection::Projection;

/// Rows show so many bytes of an annotation's value, and the sign that it was cut.
const LONGEST_VALUE: usize = 256 + '…'.len_utf8();

/// The bytes are an object, an event of a watch or a page of a list.
pub fn check(bytes: &[u8]) {
    if let Ok(object) = serde_json::from_slice::<DeserializeGuard<Object>>(bytes) {
        object.0.into_iter().for_each(project);
    }
    match serde_json::from_slice::<WatchEvent<DeserializeGuard<Object>>>(bytes) {
        Ok(WatchEvent::Added(object) | WatchEvent::Modified(object) | WatchEvent::Deleted(object)) => {
            object.0.into_iter().for_each(project);
        }
        Ok(WatchEvent::Bookmark(_) | WatchEvent::Error(_)) | Err(_) => {}
    }
    if let Ok(page) = serde_json::from_slice::<ObjectList<DeserializeGuard<Object>>>(bytes) {
        page.items.into_iter().filter_map(|object| object.0.ok()).for_each(project);
    }
}

/// The projection of the default configuration.
pub fn projection() -> Projection {
    Projection::hiding(["*snippet*"])
}

fn project(object: Object) {
    let projection = projection();
    let Ok(row) = projection.row(object.clone()) else { return };
    is_clean(&row);
    assert!(
        row.annotations.values().all(|value| value.len() <= LONGEST_VALUE),
        "a value is too long: {row:?}"
    );
    let whole = projection.whole_row(object).unwrap();
    is_clean(&whole);
    let cut = whole.annotations.iter().filter(|(key, value)| row.annotations.get(*key) != Some(*value));
    for (key, value) in cut {
        let shown = row.annotations[key].strip_suffix('…').unwrap();
        assert!(value.starts_with(shown) && value.len() > shown.len(), "{key} is not cut but changed");
    }
}

/// Nothing is in the row that must not leave the cluster, and it crosses the wire unchanged.
pub fn is_clean(row: &Ingress) {
    for (key, value) in &row.annotations {
        let name = key.rsplit('/').next().unwrap_or_default();
        let is_copy = key.contains('/') && name.starts_with("last-applied");
        let is_copy =
            is_copy || ["objectset.rio.cattle.io/applied", "kapp.k14s.io/original"].contains(&key.as_str());
        assert!(!is_copy, "{key} holds a copy of the object");
        assert!(!key.contains("snippet") || value == "hidden by configuration", "{key} is shown");
    }
    let json = serde_json::to_string(row).unwrap();
    assert_eq!(&serde_json::from_str::<Ingress>(&json).unwrap(), row, "{json}");
}
