//! Numbers for the keys of rows, so that a client's state is a list of digests.

use std::collections::HashMap;

use kube_ingress_dash_model::key::IngressKey;
use parking_lot::Mutex;

/// The number of a row's key.
pub(crate) type Key = usize;

/// All keys that any client has heard of.
#[derive(Debug, Default)]
pub(crate) struct Keys(Mutex<HashMap<IngressKey, Key>>);

impl Keys {
    /// The key's number, the same for ever.
    pub(crate) fn number(&self, key: IngressKey) -> Key {
        let mut keys = self.0.lock();
        let next = keys.len();
        *keys.entry(key).or_insert(next)
    }
}
