//! Brings what all sources learn to the one writer of the board.

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::board::{Board, Change, ChangeKind, Plan};

/// Messages that may wait for the writer before sources are held back.
pub const QUEUE: usize = 1024;

/// As many rows are taken in on a thread for such work: what is found about them takes longer to find out than what
/// else runs here should wait.
const MANY: usize = 1000;

/// What the writer is told. One queue for both keeps their order: a source begins after the plan that names it.
#[derive(Debug, Clone)]
pub enum Message {
    /// A source learnt something.
    Change(Change),
    /// Something else is watched from now on.
    Plan(Plan),
}

/// Writes in the order of arrival until every sender is gone.
pub async fn run(mut board: Board, mut messages: mpsc::Receiver<Message>) {
    while let Some(message) = messages.recv().await {
        match message {
            Message::Change(change) if brings_many(&change) => {
                let applied = spawn_blocking(move || {
                    board.apply(change, Timestamp::now());
                    board
                });
                board = match applied.await {
                    Ok(board) => board,
                    Err(error) => match error.try_into_panic() {
                        Ok(panic) => std::panic::resume_unwind(panic),
                        // The process ends.
                        Err(_) => return,
                    },
                };
            }
            Message::Change(change) => board.apply(change, Timestamp::now()),
            Message::Plan(plan) => board.replan(&plan, Timestamp::now()),
        }
    }
}

fn brings_many(change: &Change) -> bool {
    match &change.kind {
        ChangeKind::Listed(rows) | ChangeKind::Warmed { rows, .. } => rows.len() >= MANY,
        _ => false,
    }
}
