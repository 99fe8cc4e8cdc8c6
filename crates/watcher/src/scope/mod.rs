//! Decides what is watched and how: one watch for the cluster, or one for each namespace.
//!
//! The operator's [`Wish`] leaves it open, and what the account may do and which namespaces there are changes while
//! the service runs. [`decide`](Scope::decide) answers for the present, and [`follow`](Scope::follow) for as long as
//! somebody listens.

mod access;
mod follow;
mod namespaces;

use std::time::Duration;

use kube::Client;

use crate::board::Plan;
use crate::client::Clients;
use crate::narrowing::Narrowing;
use access::{Access, Answer, Listable};
use namespaces::Changes;

/// How the operator wants the cluster to be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WatchMode {
    /// The namespaces that are named, else the cluster where that is allowed, else the namespaces that are.
    #[default]
    Auto,
    /// One watch for the cluster.
    Cluster,
    /// One watch for each namespace.
    Namespace,
}

/// What the operator wants to be watched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wish {
    /// How.
    pub mode: WatchMode,
    /// The namespaces; none are all.
    pub namespaces: Vec<String>,
    /// What is left out.
    pub narrowing: Narrowing,
}

/// Why nothing can be watched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// The mode watches everything and namespaces are named.
    #[error(
        "one watch for the cluster shows all namespaces: leave out --namespaces, or use --watch-mode namespace"
    )]
    NamespacesWithCluster,
    /// Every namespace that is named is left out as well.
    #[error(
        "--exclude-namespaces leaves out every namespace that --namespaces names: nothing is left to watch"
    )]
    NothingLeft,
    /// The API server does not understand the label selector.
    #[error("--label-selector {selector}: the API server refuses it: {words}")]
    LabelSelector {
        /// The selector.
        selector: String,
        /// What the API server said.
        words: String,
    },
}

/// Decides, by the operator's wish and the API server's answers.
pub struct Scope {
    wish: Wish,
    access: Access,
    /// Watches namespaces.
    watch: Client,
    /// What has happened to namespaces since they were last listed, where that is known.
    changes: Option<Changes>,
    /// Whether there are namespaces of which the API server did not say whether they may be listed.
    unsure: bool,
    /// The namespace of the account, which is watched when nothing else may be.
    own: String,
    reconsider: Duration,
}

/// How often it is asked what else may be listed by now, where nobody says otherwise.
const RECONSIDER: Duration = Duration::from_mins(1);

impl Wish {
    /// The plan that needs no answer of the API server, if there is one; a wish that contradicts itself is an error.
    fn fixed(&self) -> Result<Option<Plan>, ScopeError> {
        match (self.mode, self.namespaces.is_empty()) {
            (WatchMode::Cluster, false) => Err(ScopeError::NamespacesWithCluster),
            (WatchMode::Cluster, true) => {
                Ok(Some(Plan::of_cluster("one watch for the cluster was asked for")))
            }
            (WatchMode::Auto | WatchMode::Namespace, false) => {
                let left = self.namespaces.iter().filter(|name| self.narrowing.admits_namespace(name));
                let plan = Plan::of_namespaces(left.cloned(), "the namespaces are named");
                if plan.partitions.is_empty() { Err(ScopeError::NothingLeft) } else { Ok(Some(plan)) }
            }
            (WatchMode::Auto | WatchMode::Namespace, true) => Ok(None),
        }
    }
}

impl Scope {
    /// Decides by this wish, asking with these clients; a wish that contradicts itself is an error.
    pub fn new(clients: &Clients, wish: Wish) -> Result<Self, ScopeError> {
        wish.fixed()?;
        let own = clients.list.default_namespace().to_owned();
        Ok(Self {
            access: Access::new(clients.list.clone()),
            watch: clients.watch.clone(),
            changes: None,
            unsure: false,
            wish,
            own,
            reconsider: RECONSIDER,
        })
    }

    /// Asks what else may be listed this often.
    #[must_use]
    pub fn reconsidering_every(self, reconsider: Duration) -> Self {
        Self { reconsider, ..self }
    }

    /// What is left out of whatever is watched.
    pub fn narrowing(&self) -> Narrowing {
        self.wish.narrowing.clone()
    }

    /// What to watch at first. An API server that cannot be reached does not stop a start: the sources wait for it.
    pub async fn decide(&mut self) -> Result<Plan, ScopeError> {
        let plan = match self.wish.fixed()? {
            Some(plan) => plan,
            None => {
                self.by_access(&Plan::of_namespaces([], "").for_now()).await.unwrap_or_else(|| self.for_now())
            }
        };
        if let Some(selector) = self.wish.narrowing.label_selector()
            && let Some(words) = self.access.refused_selector(selector, &plan).await
        {
            return Err(ScopeError::LabelSelector { selector: selector.to_owned(), words });
        }
        Ok(plan)
    }

    /// What is watched before the API server has been reached.
    fn for_now(&self) -> Plan {
        match self.wish.mode {
            WatchMode::Namespace => Plan::of_namespaces([], "the namespaces are not known yet").for_now(),
            WatchMode::Auto | WatchMode::Cluster => of_cluster().for_now(),
        }
    }

    /// What the account may watch now; nothing when the API server does not say. Namespaces of the present plan are
    /// watched on, so that one that refuses is shown as refused.
    async fn by_access(&mut self, present: &Plan) -> Option<Plan> {
        self.unsure = false;
        if self.wish.mode == WatchMode::Auto {
            match self.access.may_list_everywhere().await {
                Answer::Yes => return Some(of_cluster()),
                Answer::No => {}
                Answer::Unknown => return None,
            }
        }
        let (existing, version) = match self.access.namespaces().await {
            Ok(listed) => listed,
            Err(Answer::Unknown) => return None,
            Err(_) => return Some(self.own_namespace("the account may not list namespaces")),
        };
        self.changes = Changes::since(&self.watch, &version).await;
        let admitted: Vec<String> =
            existing.into_iter().filter(|name| self.wish.narrowing.admits_namespace(name)).collect();
        if self.wish.mode == WatchMode::Namespace {
            return Some(Plan::of_namespaces(
                admitted,
                "each namespace has a watch of its own, as was asked for",
            ));
        }
        let count = admitted.len();
        let Listable { names, unknown } = self.access.listable(admitted, present, self.reconsider).await;
        self.unsure = unknown > 0;
        if names.is_empty() && self.unsure {
            return None;
        }
        if names.is_empty() {
            return Some(self.own_namespace("the account may not list the Ingresses of any namespace"));
        }
        let others = match unknown {
            0 => String::new(),
            _ => format!(", and {unknown} could not be asked about"),
        };
        let reason = format!(
            "the account may not list Ingresses in all namespaces at once, but in {} of {count}{others}",
            names.len()
        );
        let plan = Plan::of_namespaces(names, reason);
        // One that is certain stays so: what it shows is complete but for what has just come.
        Some(if self.unsure && !present.certain { plan.for_now() } else { plan })
    }

    fn own_namespace(&self, because: &str) -> Plan {
        Plan::of_namespaces([self.own.clone()], format!("{because}, so its own is watched"))
    }
}

fn of_cluster() -> Plan {
    Plan::of_cluster("no namespaces are named, and one watch for the cluster costs the least")
}
