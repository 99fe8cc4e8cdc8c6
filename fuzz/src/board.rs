//! The browser's board is given any events in any order: whoever draws by its deltas shows its rows.

use std::collections::BTreeMap;

use kube_ingress_dash_model::board::Board;
use kube_ingress_dash_model::event::Event;

/// The bytes are frames as the stream sends them: those that are events of the protocol are applied.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut board = Board::default();
    let mut drawn = BTreeMap::new();
    for event in text.split("\n\n").filter_map(event) {
        let is_ready = matches!(event, Event::Ready(_));
        let delta = board.apply(event);
        assert_eq!(delta.complete, is_ready, "`ready` and nothing else completes");
        for change in delta.changes {
            assert_ne!(change.before(), change.after(), "an equal row is not a change");
            let key = change.latest().key();
            let before = match change.after() {
                Some(row) => drawn.insert(key, row.clone()),
                None => drawn.remove(&key),
            };
            assert_eq!(before.as_ref(), change.before(), "what it was is not what was drawn");
        }
        assert!(board.rows().eq(drawn.values()), "the deltas are not what changed");
        assert!(drawn.keys().all(|key| board.row(key).is_some()), "a row is not found by its key");
        assert!(board.namespaces().is_sorted_by(|one, next| one.namespace < next.namespace));
    }
}

fn event(frame: &str) -> Option<Event> {
    let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name));
    let mut data = serde_json::Deserializer::from_str(field("data: ")?);
    Event::deserialize(field("event: ")?, &mut data).ok()?
}
