//! What goes wrong between the service and the API server.

use kube_ingress_dash_simulator::link::Link;
use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

use crate::objects::NAMESPACES;

/// Which faults there may be: a real API server knows fewer.
#[derive(Debug, Clone, Copy)]
pub struct Palette(&'static [Kind]);

impl Palette {
    /// What an API server that is made for it can do.
    pub const ALL: Self = Self(&[Kind::Link, Kind::Server, Kind::Answer, Kind::Answer, Kind::Access]);
    /// What can be done to one that is real.
    #[cfg(feature = "control-plane")]
    pub const REAL: Self = Self(&[Kind::Link, Kind::Link, Kind::Process]);
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Link,
    Server,
    /// What can happen to the server's process.
    #[cfg(feature = "control-plane")]
    Process,
    Answer,
    Access,
}

/// One fault, or the end of one.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The way to the API server breaks.
    Link(LinkFault),
    /// The API server ends; its data stays.
    Stop,
    Start,
    /// The API server forgets the past, and watches end: what starts from the past expires.
    Expire,
    /// Watches end in order.
    CloseWatches,
    /// The next calls meet this.
    Answers {
        calls: Calls,
        times: u32,
        trouble: Trouble,
    },
    /// Nobody may read the namespace any more.
    Deny(&'static str),
    Allow(&'static str),
}

#[derive(Debug, Clone, Copy)]
pub enum LinkFault {
    /// Connections are reset; new ones stand at once.
    CutConnections,
    /// Connections are reset, and none can be made.
    Refuse,
    /// Connections stand and carry nothing.
    Stall,
    /// Connections are closed after as many bytes of the server's.
    Truncate(usize),
    /// The link carries everything again.
    Restore,
}

impl LinkFault {
    pub async fn befall(self, link: &Link) {
        let done = match self {
            Self::CutConnections => {
                link.reset().await.unwrap();
                link.restore().await
            }
            Self::Refuse => link.refuse().await,
            Self::Stall => link.stall().await,
            Self::Truncate(bytes) => link.truncate(bytes).await,
            Self::Restore => link.restore().await,
        };
        done.unwrap();
    }
}

#[derive(Debug, Clone, Copy)]
pub enum Calls {
    Lists,
    Watches,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy)]
pub enum Trouble {
    /// It is answered with this code.
    Code(u16),
    /// It is answered with 429 and the wish to be left alone for a second.
    Busy,
    Reset,
    Hang,
    /// Its answer is cut after as many bytes, or after half of what comes first.
    Cut(Option<u64>),
    /// Nothing comes after as many bytes, or after half of what comes first.
    Silence(Option<u64>),
    /// Everything comes twice.
    Repeat,
    /// It is answered a second later.
    Late,
}

impl Fault {
    pub fn any(dice: &mut StdRng, palette: Palette) -> Self {
        let namespace = NAMESPACES.choose(dice).copied().unwrap_or_default();
        match palette.0.choose(dice) {
            None | Some(Kind::Link) => match dice.random_range(0..8) {
                0..5 => Self::Link(LinkFault::CutConnections),
                5 => Self::Link(LinkFault::Refuse),
                6 => Self::Link(LinkFault::Stall),
                _ => Self::Link(LinkFault::Truncate(dice.random_range(0..20_000))),
            },
            Some(Kind::Server) => match dice.random_range(0..8) {
                0..2 => Self::Stop,
                2..6 => Self::Expire,
                _ => Self::CloseWatches,
            },
            #[cfg(feature = "control-plane")]
            Some(Kind::Process) => [Self::Stop, Self::Expire][dice.random_range(0..2)].clone(),
            Some(Kind::Access) => Self::Deny(namespace),
            Some(Kind::Answer) => {
                let calls = if dice.random_bool(0.3) { Calls::Lists } else { Calls::Watches };
                Self::Answers { calls, times: dice.random_range(1..=3), trouble: Trouble::any(dice) }
            }
        }
    }
}

impl Fault {
    /// What ends it, if it lasts.
    pub fn end(&self) -> Option<Self> {
        match self {
            Self::Link(LinkFault::Refuse | LinkFault::Stall | LinkFault::Truncate(_)) => {
                Some(Self::Link(LinkFault::Restore))
            }
            Self::Stop => Some(Self::Start),
            Self::Deny(namespace) => Some(Self::Allow(namespace)),
            _ => None,
        }
    }
}

impl Trouble {
    fn any(dice: &mut StdRng) -> Self {
        let bytes = dice.random_bool(0.7).then(|| dice.random_range(0..3_000));
        match dice.random_range(0..20) {
            0..6 => Self::Code([410, 410, 500, 503, 504, 429][dice.random_range(0..6)]),
            6..8 => Self::Busy,
            8..10 => Self::Reset,
            10 => Self::Hang,
            11..14 => Self::Cut(bytes),
            14 => Self::Silence(bytes),
            15..18 => Self::Repeat,
            _ => Self::Late,
        }
    }
}
