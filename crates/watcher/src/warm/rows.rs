//! Rows as they are kept: a chunk for each segment, so that what did not change is not sent again.

use std::sync::Arc;

use bytes::Bytes;
use kube_ingress_dash_model::ingress::Ingress;

use crate::board::{Partition, Row, Segment};

/// The rows without the changes that this process saw and without what it found: that is no other process's business.
pub(super) fn encode(segments: &[Arc<Segment>]) -> Vec<Bytes> {
    let chunk = |segment: &Arc<Segment>| {
        let rows: Vec<&str> = segment.rows().iter().map(|row| row.of_object()).collect();
        Bytes::from(format!("[{}]", rows.join(",")))
    };
    segments.iter().map(chunk).collect()
}

/// The rows, unless they cannot be read or are not of this partition.
pub(super) fn decode(chunks: &[Bytes], partition: &Partition) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    for chunk in chunks {
        for ingress in serde_json::from_slice::<Vec<Ingress>>(chunk).ok()? {
            rows.push(Row::new(&ingress).ok()?);
        }
    }
    rows.iter().all(|row| partition.contains(row.namespace())).then_some(rows)
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
        assert_eq!((rows.len(), rows[0].changed_at()), (1, None));
        let again =
            decode(&[format!("[{}]", rows[0].of_object()).into()], &Partition::Namespace("shop".to_owned()));
        assert_eq!(again.unwrap(), rows);
    }

    #[test]
    fn what_is_of_another_form_or_another_namespace_is_nothing() {
        for foreign in [&b"{}"[..], b"[{}]", b""] {
            assert_eq!(decode(&[Bytes::from_static(foreign)], &Partition::Cluster), None);
        }
        assert_eq!(decode(&[Bytes::from_static(ROWS)], &Partition::Namespace("pay".to_owned())), None);
    }
}
