//! A client may say that it stands anywhere.

use jiff::Timestamp;
use kube_ingress_dash_model::event::ResetReason;
use kube_ingress_dash_model::position::{Epoch, Position};
use kube_ingress_dash_watcher::board::{Board, Change, ChangeKind, Partition, Plan, Row};
use kube_ingress_dash_watcher::narrowing::Narrowing;
use kube_ingress_dash_watcher::viewer::Viewer;

/// The board stands here, and remembers what followed the first of these.
const OLDEST: u64 = 5;
const LATEST: u64 = 8;

/// The bytes are the text of a position.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(position) = text.parse::<Position>() else { return };
    assert_eq!(position.to_string().parse(), Ok(position.clone()), "what is written is not read again");

    let reader = board().reader();
    let everything = Viewer::unrestricted().select(None);
    let is_of_epoch = position.epoch.as_str() == "e1";
    match reader.resume(&everything, &position) {
        Ok(mut cursor) => {
            assert!(is_of_epoch && (OLDEST..=LATEST).contains(&position.sequence), "{position} is resumed");
            for sequence in position.sequence + 1..=LATEST {
                let event = cursor.try_next().unwrap().unwrap();
                assert_eq!(event.position().sequence, sequence);
            }
            assert!(cursor.try_next().unwrap().is_none(), "something follows the latest");
        }
        Err(reason) => {
            let expected = if is_of_epoch { ResetReason::Expired } else { ResetReason::UnknownEpoch };
            assert_eq!(reason, expected, "{position}");
            assert!(!is_of_epoch || !(OLDEST..=LATEST).contains(&position.sequence), "{position} is refused");
        }
    }
}

fn board() -> Board {
    let replay = usize::try_from(LATEST - OLDEST).unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let mut board =
        Board::new(Epoch::new("e1").unwrap(), replay, &Plan::of_cluster(""), Narrowing::default(), now);
    let mut version = 0;
    while board.reader().position().sequence < LATEST {
        version += 1;
        let object = serde_json::json!({"metadata": {"namespace": "a", "name": "b", "resourceVersion": version.to_string()}});
        let row = super::object::projection().row(serde_json::from_value(object).unwrap()).unwrap();
        let row = Row::new(&row).unwrap();
        board.apply(Change { partition: Partition::Cluster, kind: ChangeKind::Upserted(row) }, now);
    }
    assert_eq!(board.reader().position().sequence, LATEST);
    board
}
