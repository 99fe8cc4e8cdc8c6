//! The measurements: each file sets up what one or several rows of the table need.

mod cold_start;
mod drill;
mod floor;
mod gone;
mod insight;
mod latency;
mod list;
mod memory;
mod outage;
mod real;
mod replicas;
mod rush;
mod thousand_clients;

use clap::ValueEnum;

use crate::bench::Bench;
use crate::outcome::Result;
use crate::table::Row;

/// A part of the table that can be measured alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// 1,000 clients: what they cost the API server, encodings, latency, processor.
    ThousandClients,
    /// Memory of rows and clients.
    Memory,
    /// 50 new clients at once.
    Rush,
    /// An API server that is away for a while.
    Outage,
    /// Clients that leave.
    Gone,
    /// The list, compressed.
    List,
    /// The start of the program.
    ColdStart,
    /// Explanations of URLs, and findings.
    Insight,
    /// Three replicas behind a proxy.
    Replicas,
    /// What needs a real API server.
    Real,
}

impl Part {
    /// The words for a part that failed.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ThousandClients => "1,000 clients",
            Self::Memory => "memory",
            Self::Rush => "50 new clients at once",
            Self::Outage => "outage",
            Self::Gone => "clients gone",
            Self::List => "full state as a list",
            Self::ColdStart => "cold start",
            Self::Insight => "explanations and findings",
            Self::Replicas => "three replicas",
            Self::Real => "real API server",
        }
    }

    /// The rows of this part.
    pub(crate) async fn measure(self, bench: &Bench) -> Result<Vec<Row>> {
        match self {
            Self::ThousandClients => thousand_clients::measure(bench).await,
            Self::Memory => memory::measure(bench).await,
            Self::Rush => rush::measure(bench).await,
            Self::Outage => outage::measure(bench).await,
            Self::Gone => gone::measure(bench).await,
            Self::List => list::measure(bench).await,
            Self::ColdStart => cold_start::simulated(bench).await,
            Self::Insight => insight::measure(bench).await,
            Self::Replicas => replicas::measure(bench).await,
            Self::Real => real::measure(bench).await,
        }
    }
}
