//! A Kubernetes API server on loopback, in process: Ingresses, their classes, Events and Namespaces with the semantics that
//! watching clients depend on (paged consistent lists, resource versions, watches with bookmarks, expiry,
//! access denied per namespace), and faults on purpose. The demo, tests and benchmarks run against it.
//!
//! ```
//! use kube_ingress_dash_simulator::{Options, Simulator};
//! use serde_json::json;
//!
//! # tokio::runtime::Runtime::new()?.block_on(async {
//! let simulator = Simulator::start(Options::default()).await?;
//! simulator.cluster().create_namespace("shop")?;
//! simulator.cluster().apply(json!({
//!     "metadata": {"namespace": "shop", "name": "web"},
//!     "spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}},
//! }))?;
//! simulator.cluster().set_addresses("shop", "web", &["203.0.113.7"])?;
//! println!("kubectl get ingress -A -w --server {}", simulator.url());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A request passes [`fault`](Faults) rules, then [access](Access), then the verb. The store keeps one
//! global resource version and a bounded history, which watches are cursors over.

mod access;
mod age;
mod call;
mod cluster;
mod counts;
pub mod demo;
mod discovery;
mod event;
mod fault;
mod fields;
mod handler;
#[cfg(feature = "link")]
pub mod link;
mod list;
mod matching;
mod merge;
mod metrics;
mod object;
mod query;
mod representation;
mod resource;
mod response;
mod review;
mod selectable;
mod selector;
mod server;
mod simulator;
mod snapshot;
mod status;
mod store;
mod table;
mod validate;
mod watch;
mod words;
mod write;

pub use access::{Access, Account, Rules};
pub use call::{Call, Target, Verb};
pub use cluster::Cluster;
pub use counts::Counts;
pub use fault::{Answer, Effect, Faults, MalformedShare, Part, Rule, RuleId, Script, ScriptError, Share};
pub use matching::Match;
pub use resource::Resource;
pub use simulator::{Options, Simulator};
pub use status::Status;
