//! Brings what all sources learn to the one writer of the board.

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::{JoinError, spawn_blocking};

use crate::board::{Board, Change, ChangeKind, Plan, Renewal};

/// Messages that may wait for the writer before sources are held back.
pub const QUEUE: usize = 1024;

/// A list of so many rows takes longer than what else runs here should wait.
const MANY: usize = 1000;

/// What the writer is told. One queue for both keeps their order: a source begins after the plan that names it.
#[derive(Debug)]
pub enum Message {
    /// A source learnt something.
    Change(Change),
    /// Something else is watched from now on.
    Plan(Plan),
    /// Other things are found, since more or less is known.
    Renewal(Box<Renewal>),
}

/// Writes in the order of arrival until every sender is gone.
pub async fn run(mut board: Board, mut messages: mpsc::Receiver<Message>) {
    while let Some(message) = messages.recv().await {
        let written = match message {
            Message::Change(change) if !board.is_settled() || is_much(&change) => {
                aside(board, move |board| board.apply(change, Timestamp::now())).await
            }
            Message::Renewal(renewal) => aside(board, move |board| board.renew(*renewal)).await,
            Message::Change(change) => {
                board.apply(change, Timestamp::now());
                Some(board)
            }
            Message::Plan(plan) => aside(board, move |board| board.replan(&plan, Timestamp::now())).await,
        };
        match written {
            Some(written) => board = written,
            // The process ends.
            None => return,
        }
    }
}

/// Writes on a thread for such work, and gives the board back unless that is not to be done any more.
async fn aside(mut board: Board, write: impl FnOnce(&mut Board) + Send + 'static) -> Option<Board> {
    let written = spawn_blocking(move || {
        write(&mut board);
        board
    });
    match written.await.map_err(JoinError::try_into_panic) {
        Ok(board) => Some(board),
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        Err(Err(_)) => None,
    }
}

/// Whether the change may be about many rows at once.
fn is_much(change: &Change) -> bool {
    match &change.kind {
        ChangeKind::Listed(rows) | ChangeKind::Warmed { rows, .. } => rows.len() >= MANY,
        ChangeKind::Denied { .. } | ChangeKind::Missing => true,
        ChangeKind::Upserted(_)
        | ChangeKind::Removed(_)
        | ChangeKind::Confirmed
        | ChangeKind::Failed { .. } => false,
    }
}
