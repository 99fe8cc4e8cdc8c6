//! The simulated cluster, behind a link.

use std::num::NonZeroU32;
use std::time::Duration;

use http::StatusCode;
use http::header::HeaderValue;
use kube::config::Kubeconfig;
use kube_ingress_dash_simulator::link::Link;
use kube_ingress_dash_simulator::{Answer, Effect, Match, Options, Part, Resource, Rule, Simulator, Verb};
use serde_json::Value;

use crate::fault::{Calls, Fault, Trouble};
use crate::link;
use crate::objects::{NAMESPACES, ingress, name};
use crate::scenario::{Operation, Size};
use crate::world::World;

/// So little that a watch which was away for some changes finds its version forgotten.
const HISTORY: usize = 80;

pub struct Simulated {
    simulator: Simulator,
    link: Link,
    kubeconfig: String,
    revision: usize,
}

impl Simulated {
    pub async fn start() -> Self {
        let options =
            Options { history: HISTORY, bookmark_interval: Duration::from_millis(300), ..Options::default() };
        let simulator = Simulator::start(options).await.unwrap();
        for namespace in NAMESPACES {
            simulator.cluster().create_namespace(namespace).unwrap();
        }
        let mut kubeconfig = Kubeconfig::from_yaml(&simulator.kubeconfig()).unwrap();
        let link = link::to_server_of(&mut kubeconfig);
        let kubeconfig = serde_json::to_string(&kubeconfig).unwrap();
        Self { simulator, link, kubeconfig, revision: 0 }
    }

    fn put(&mut self, namespace: &str, name: &str, size: Size) {
        self.revision += 1;
        // Its namespace may be away.
        let _ = self.simulator.cluster().apply(ingress(namespace, name, self.revision, size));
    }
}

impl World for Simulated {
    fn kubeconfig(&self) -> String {
        self.kubeconfig.clone()
    }

    async fn operate(&mut self, operation: Operation) {
        let cluster = self.simulator.cluster().clone();
        match operation {
            Operation::Put(target, size) => self.put(target.namespace, &name(target), size),
            Operation::Delete(target) => drop(cluster.delete(target.namespace, &name(target))),
            Operation::Recreate(target) => {
                let _ = cluster.delete(target.namespace, &name(target));
                self.put(target.namespace, &name(target), Size::Small);
            }
            Operation::DeleteNamespace(namespace) => drop(cluster.delete_namespace(namespace)),
            Operation::CreateNamespace(namespace) => drop(cluster.create_namespace(namespace)),
        }
    }

    async fn fill(&mut self, namespace: &str, number: usize) {
        for number in 0..number {
            self.put(namespace, &format!("bulk-{number:03}"), Size::Small);
        }
    }

    async fn break_down(&mut self, fault: &Fault) {
        match fault {
            Fault::Link(fault) => fault.befall(&self.link).await,
            Fault::Stop => self.simulator.stop().await,
            Fault::Start => self.simulator.restart().await.unwrap(),
            Fault::Expire => {
                self.simulator.compact();
                self.simulator.close_watches(&Match::any());
            }
            Fault::CloseWatches => self.simulator.close_watches(&Match::any()),
            Fault::Answers { calls, times, trouble } => {
                let times = NonZeroU32::new(*times).unwrap();
                self.simulator.faults().add(Rule::new(of(*calls), effect(*trouble)).times(times));
            }
            Fault::Deny(namespace) => {
                self.simulator.deny(namespace);
                self.simulator.close_watches(&Match::any());
            }
            Fault::Allow(namespace) => self.simulator.allow(namespace),
        }
    }

    async fn heal(&mut self) {
        self.simulator.faults().clear();
        self.simulator.restart().await.unwrap();
        self.link.restore().await.unwrap();
        for namespace in NAMESPACES {
            self.simulator.allow(namespace);
            // Most are there.
            let _ = self.simulator.cluster().create_namespace(namespace);
        }
    }

    async fn objects(&self) -> Vec<Value> {
        let cluster = self.simulator.cluster();
        let all = cluster.ingresses().into_iter();
        all.filter_map(|(namespace, name)| cluster.get(&namespace, &name)).collect()
    }
}

fn of(calls: Calls) -> Match {
    let verb = match calls {
        Calls::Lists => Verb::List,
        Calls::Watches => Verb::Watch,
    };
    Match::any().resource(Resource::Ingresses).verb(verb)
}

fn effect(trouble: Trouble) -> Effect {
    let part = |bytes: Option<u64>| bytes.map_or(Part::Half, Part::Bytes);
    match trouble {
        Trouble::Code(code) => Effect::Answer(Answer::status(StatusCode::from_u16(code).unwrap())),
        Trouble::Busy => {
            let answer =
                Answer::text(StatusCode::TOO_MANY_REQUESTS, "Too many requests, please try again later.");
            Effect::Answer(answer.retry_after(HeaderValue::from_static("1")))
        }
        Trouble::Reset => Effect::Reset,
        Trouble::Hang => Effect::Hang,
        Trouble::Cut(bytes) => Effect::Truncate(part(bytes)),
        Trouble::Silence(bytes) => Effect::Stall(part(bytes)),
        Trouble::Repeat => Effect::Repeat,
        Trouble::Late => Effect::Delay(Duration::from_secs(1)),
    }
}
