//! Brings the changes of all sources to the one writer of the board.

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::board::{Board, Change};

/// Changes that may wait for the writer before sources are held back.
pub const QUEUE: usize = 1024;

/// Applies changes in the order of their arrival until every source is gone.
pub async fn run(mut board: Board, mut changes: mpsc::Receiver<Change>) {
    while let Some(change) = changes.recv().await {
        board.apply(change, Timestamp::now());
    }
}
