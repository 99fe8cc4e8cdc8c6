//! Rows as they are kept: a chunk for each segment, so that what did not change is not sent again.

use std::sync::Arc;

use bytes::Bytes;
use kube_ingress_dash_model::ingress::Ingress;

use crate::board::{Partition, Segment};

pub(super) fn encode(segments: &[Arc<Segment>]) -> serde_json::Result<Vec<Bytes>> {
    segments.iter().map(|segment| serde_json::to_vec(segment.rows()).map(Bytes::from)).collect()
}

/// The rows, unless they cannot be read or are not of this partition. When they changed is not known any more: that
/// was another process's life.
pub(super) fn decode(chunks: &[Bytes], partition: &Partition) -> Option<Vec<Ingress>> {
    let mut rows = Vec::new();
    for chunk in chunks {
        let chunk: Vec<Ingress> = serde_json::from_slice(chunk).ok()?;
        rows.extend(chunk.into_iter().map(|row| Ingress { changed_at: None, ..row }));
    }
    rows.iter().all(|row| partition.contains(&row.namespace)).then_some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &[u8] = br#"[{"namespace":"shop","name":"web","uid":"u","resourceVersion":"1","createdAt":null,
        "changedAt":"2026-01-15T10:30:00Z","class":null,"rules":[],"defaultBackend":null,"tls":[],"addresses":[],
        "labels":{},"annotations":{}}]"#;

    #[test]
    fn rows_come_back_without_the_changes_that_another_process_saw() {
        let rows = decode(&[Bytes::from_static(ROWS)], &Partition::Cluster).unwrap();
        assert_eq!((rows.len(), rows[0].changed_at), (1, None));
        let encoded = serde_json::to_vec(&rows).unwrap();
        assert_eq!(decode(&[encoded.into()], &Partition::Namespace("shop".to_owned())).unwrap(), rows);
    }

    #[test]
    fn what_is_of_another_form_or_another_namespace_is_nothing() {
        for foreign in [&b"{}"[..], b"[{}]", b""] {
            assert_eq!(decode(&[Bytes::from_static(foreign)], &Partition::Cluster), None);
        }
        assert_eq!(decode(&[Bytes::from_static(ROWS)], &Partition::Namespace("pay".to_owned())), None);
    }
}
