//! Brings what all sources learn to the one writer of the board.

use jiff::Timestamp;
use tokio::sync::mpsc;

use crate::board::{Board, Change, Plan};

/// Messages that may wait for the writer before sources are held back.
pub const QUEUE: usize = 1024;

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
            Message::Change(change) => board.apply(change, Timestamp::now()),
            Message::Plan(plan) => board.replan(&plan, Timestamp::now()),
        }
    }
}
