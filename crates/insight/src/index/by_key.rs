//! Entries in sets and maps without a copy of their keys.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use kube_ingress_dash_model::key::IngressKey;

use crate::entry::Entry;

/// An entry that is equal to every other of the same key.
#[derive(Debug, Clone)]
pub(super) struct ByKey(pub(super) Arc<Entry>);

impl Borrow<IngressKey> for ByKey {
    fn borrow(&self) -> &IngressKey {
        &self.0.key
    }
}

impl Hash for ByKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.key.hash(state);
    }
}

impl PartialEq for ByKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.key == other.0.key
    }
}

impl Eq for ByKey {}
