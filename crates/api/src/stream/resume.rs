//! Finds the place in the log that a client says it stands at.

use kube_ingress_dash_model::event::ResetReason;
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_watcher::board::{BoardReader, Cursor};
use kube_ingress_dash_watcher::viewer::Selection;

/// The cursor for a client that says where it stands, or why it must start anew. What it says is never an error and
/// never repeated to it: it may be anything.
pub(super) fn resume(
    board: &BoardReader,
    selection: &Selection,
    from: Option<&str>,
) -> Result<Cursor, ResetReason> {
    let Some(text) = from else {
        return Err(ResetReason::Initial);
    };
    match text.parse::<Position>() {
        Ok(position) => board.resume(selection, &position),
        Err(_) if is_of_epoch(text, board.epoch(selection).as_str()) => Err(ResetReason::Expired),
        Err(_) => Err(ResetReason::UnknownEpoch),
    }
}

fn is_of_epoch(text: &str, epoch: &str) -> bool {
    text.split_once('.').is_some_and(|(name, _)| name == epoch)
}
