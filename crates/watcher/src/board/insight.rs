//! Keeps what is found about rows beside them.
//!
//! It has a lock of its own, which the writer takes before that of the rows and holds until they are as the index is:
//! who asks the index and the rows, in this order, is answered from one position.

use std::collections::HashSet;

use kube_ingress_dash_insight::Index;
use kube_ingress_dash_model::key::IngressKey;

use super::turn::{Turn, Turns};
use crate::viewer::Sight;

/// Follows what was decided about rows. Gives the rows with what is found about them, and the rows about which other
/// things are found than before.
pub(super) fn follow(index: &mut Index, mut of_objects: Vec<Turn>) -> Turns {
    if of_objects.is_empty() {
        return Turns::default();
    }
    for turn in &of_objects {
        for key in &turn.gone {
            index.remove(key);
        }
        for row in &turn.upserted {
            match row.ingress(Sight::Whole) {
                Ok(ingress) => index.upsert(&ingress),
                Err(error) => {
                    tracing::error!("a row cannot be read: {error}");
                    index.remove(&row.key());
                }
            }
        }
    }
    let mut of_others = index.settle();
    let mut told = HashSet::<IngressKey>::new();
    for row in of_objects.iter_mut().flat_map(|turn| &mut turn.upserted) {
        let key = row.key();
        *row = row.clone().with_found(index.found(&key));
        told.insert(key);
    }
    of_others.retain(|(key, _)| !told.contains(key));
    Turns { of_objects, of_others }
}
