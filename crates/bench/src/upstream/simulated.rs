//! The simulated API server, whose counters tell what clients cost.

use kube::Client;
use kube_ingress_dash_simulator::{Match, Options, Resource, Simulator, Verb};

use super::{Writer, connect};
use crate::objects;
use crate::outcome::Result;

/// A simulated cluster.
#[derive(Debug)]
pub(crate) struct Simulated {
    pub(crate) simulator: Simulator,
    pub(crate) namespaces: usize,
    ingresses: usize,
}

/// What was asked of an API server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Watches of Ingresses that are open.
    pub(crate) watches: usize,
    /// Watches of Ingresses that were opened.
    pub(crate) opened: u64,
    /// Lists of Ingresses, each page counted.
    pub(crate) lists: u64,
}

impl std::fmt::Display for Asked {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { watches, opened, lists } = self;
        write!(formatter, "{watches} open of {opened} watches, {lists} pages of lists")
    }
}

impl Simulated {
    /// A cluster of so many Ingresses.
    pub(crate) async fn start(ingresses: usize, namespaces: usize) -> Result<Self> {
        let options = Options { history: 100_000, ..Options::default() };
        let mut simulated = Self { simulator: Simulator::start(options).await?, namespaces, ingresses: 0 };
        for number in 0..namespaces {
            simulated.simulator.cluster().create_namespace(&objects::namespace(number))?;
        }
        simulated.grow(ingresses)?;
        Ok(simulated)
    }

    /// Creates Ingresses until there are so many.
    pub(crate) fn grow(&mut self, ingresses: usize) -> Result<()> {
        for number in self.ingresses..ingresses {
            self.simulator.cluster().apply(objects::ingress(number, self.namespaces))?;
        }
        self.ingresses = ingresses;
        Ok(())
    }

    pub(crate) fn kubeconfig(&self) -> String {
        self.simulator.kubeconfig()
    }

    pub(crate) async fn client(&self) -> Result<Client> {
        connect(&self.kubeconfig()).await
    }

    pub(crate) fn writer(&self) -> Writer {
        Writer::Simulated(self.simulator.cluster().clone())
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Asked {
        let counts = self.simulator.counts();
        let of = |verb| Match::any().resource(Resource::Ingresses).verb(verb);
        Asked {
            watches: counts.open_watches(&of(Verb::Watch)),
            opened: counts.requests(&of(Verb::Watch)),
            lists: counts.requests(&of(Verb::List)),
        }
    }

    /// How many requests it got so far, whatever they were.
    pub(crate) fn requests(&self) -> u64 {
        self.simulator.counts().requests(&Match::any())
    }
}
