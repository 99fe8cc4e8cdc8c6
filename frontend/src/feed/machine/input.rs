//! What happens to a connection, and what is done about it.

use kube_ingress_dash_model::position::Position;

use crate::feed::failure::Failure;
use crate::feed::link::Link;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The time of [`super::Machine::alarm`] has come; a little early does no harm.
    Alarm,
    /// The page is hidden.
    Hidden,
    /// The page is seen again.
    Seen,
    /// The window has the focus again.
    Focused,
    /// The network is back, or the computer has slept.
    Woken,
    /// It is this window's turn to stream, for itself and the others.
    Promoted,
    /// Some of the list came, or a sign of life on the stream.
    Heard,
    /// The list is whole, or still the one that is known.
    Listed(Position),
    /// There is no list, or not all of it.
    NotListed(Failure),
    /// The stream brought something, with which the rows stand here; null within a full state.
    Streamed(Option<Position>),
    /// All that the stream brought up to where the state is complete is on the page.
    Complete,
    /// The stream sends a full state instead of what was missed; that is worth more by the list, which is compressed.
    LostPlace,
    /// The window that streams for all is further than this one can follow.
    Gap,
    /// The stream brought what this page cannot read.
    Malformed,
    /// The stream ended.
    Ended,
    /// What the window that streams for all says of its connection, when this one has all that it has.
    Told(Link),
    /// What came of a question.
    Answered(Answer),
}

/// What came of a question to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The server answers as it should.
    Fine,
    /// It does not.
    Failed(Failure),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Queue up for the stream that the windows of this browser share.
    Join,
    /// Leave the stream to the others.
    Leave,
    /// Ask for the list, unless the server stands at this position still.
    Fetch(Option<Position>),
    /// Open the stream from here on.
    Open(Position),
    /// Let go of list and stream.
    Close,
    /// Ask in plain HTTP why there is no stream from here on.
    AskStream(Position),
    /// Ask the server what it says of itself.
    AskConfig,
}
