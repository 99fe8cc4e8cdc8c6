//! What a fault does to a request.

use std::time::Duration;

use super::Answer;

/// What happens to a request that a rule takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The request is answered with this instead.
    Answer(Answer),
    /// The request is answered as usual, but this much later.
    Delay(Duration),
    /// The connection is closed without an answer.
    Reset,
    /// The request is never answered.
    Hang,
    /// The answer is as usual up to this part of its body; then the connection is closed.
    Truncate(Part),
    /// The answer is as usual up to this part of its body; then nothing more comes.
    Stall(Part),
    /// The answer is as usual, each line of its body twice.
    Repeat,
}

/// How much of a body is sent. The whole of a body is never a part of it: at least its last byte is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Half of it; of a watch, which has no end, half of what it sends first.
    Half,
    /// Its first bytes.
    Bytes(u64),
}
