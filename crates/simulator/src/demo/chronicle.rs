//! The Events of the demo: what the controllers tell about its Ingresses, kept up to a bound, oldest first to go.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::dice::{Dice, Stream};
use super::ingress::ago;
use super::notes::{self, Note};
use crate::cluster::Cluster;
use crate::status::Status;

/// How long an API server keeps Events, in seconds.
const KEPT: usize = 3600;

/// Writes the Events of a cluster.
pub(crate) struct Chronicle {
    cluster: Cluster,
    dice: Dice,
    limit: usize,
    /// Namespace and name of the Events that are there, oldest first.
    events: VecDeque<(String, String)>,
}

impl Chronicle {
    /// Keeps at most `limit` Events.
    pub(crate) fn new(cluster: Cluster, seed: u64, limit: usize) -> Self {
        Self { cluster, dice: Dice::new(seed, Stream::Events), limit, events: VecDeque::new() }
    }

    /// What has been told in the last hour; in a big cluster about some Ingresses alone.
    pub(crate) fn begin(&mut self, now: Timestamp) {
        let ingresses = self.cluster.ingresses();
        // Some Ingresses have two, so that half of the limit is left for what happens from now on.
        let stride = ingresses.len().div_ceil((self.limit / 2).max(1)).max(1);
        for (namespace, name) in ingresses.into_iter().step_by(stride) {
            let Some(ingress) = self.cluster.get(&namespace, &name) else { continue };
            let seconds = self.dice.between(1, KEPT);
            if self.dice.chance(0.2)
                && let Some(note) = notes::certificate(&ingress)
            {
                self.record(&namespace, &name, &note, &json!({ "lastTimestamp": ago(now, seconds) }));
            }
            if let Some(note) = notes::synchronized(&mut self.dice, &ingress) {
                let last = ago(now, self.dice.between(0, seconds));
                let times = self.dice.between(1, 40);
                let when = json!({"firstTimestamp": ago(now, KEPT), "lastTimestamp": last, "count": times});
                self.record(&namespace, &name, &note, &when);
            }
        }
    }

    /// What its controllers tell about a new Ingress.
    pub(crate) fn created(&mut self, namespace: &str, name: &str) {
        if let Some(ingress) = self.cluster.get(namespace, name) {
            let certificate = notes::certificate(&ingress);
            let synchronized = notes::synchronized(&mut self.dice, &ingress);
            for note in certificate.into_iter().chain(synchronized) {
                self.record(namespace, name, &note, &json!({}));
            }
        }
    }

    /// What its controller tells about an Ingress that was changed.
    pub(crate) fn changed(&mut self, namespace: &str, name: &str) {
        if let Some(ingress) = self.cluster.get(namespace, name)
            && let Some(note) = notes::synchronized(&mut self.dice, &ingress)
        {
            self.record(namespace, name, &note, &json!({}));
        }
    }

    fn record(&mut self, namespace: &str, name: &str, note: &Note, when: &Value) {
        let event_name = self.dice.event_name(name);
        let mut event = json!({
            "metadata": {"name": event_name, "uid": self.dice.uid()},
            "type": note.kind, "reason": note.reason, "message": note.message,
            "source": {"component": note.source},
        });
        crate::merge::merge(&mut event, when.clone());
        report(name, self.cluster.record_event(namespace, name, event));
        self.events.push_back((namespace.to_owned(), event_name));
        while self.events.len() > self.limit
            && let Some((namespace, event)) = self.events.pop_front()
        {
            report(&event, self.cluster.forget_event(&namespace, &event));
        }
    }
}

/// An Ingress may be gone when something is told about it, and an Event with its namespace.
fn report(name: &str, result: Result<(), Status>) {
    if let Err(error) = result {
        tracing::debug!(%error, name, "the demo could not write an Event");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Resource;
    use crate::selector::Selection;
    use crate::simulator::{Options, Simulator};

    const LIMIT: usize = 10;

    /// A cluster of 40 Ingresses, and the names of its Events.
    fn cluster() -> (Cluster, impl Fn() -> Vec<String>) {
        let simulator = Simulator::prepare(&Options::default());
        let cluster = simulator.cluster().clone();
        cluster.create_namespace("shop").unwrap();
        for number in 0..40 {
            let backend = json!({"service": {"name": "web", "port": {"number": 80}}});
            let spec = json!({"ingressClassName": "nginx", "defaultBackend": backend});
            let metadata = json!({"namespace": "shop", "name": format!("web-{number:02}")});
            cluster.apply(json!({"metadata": metadata, "spec": spec})).unwrap();
        }
        let events = move || {
            let all = Selection::all(Resource::Events, None);
            let state = simulator.api.store.read();
            state.objects().keys().filter(|key| all.covers(key)).map(|key| key.name.clone()).collect()
        };
        (cluster, events)
    }

    #[test]
    fn a_big_cluster_begins_with_events_about_some_of_its_ingresses() {
        let (cluster, events) = cluster();
        Chronicle::new(cluster, 1, LIMIT).begin(Timestamp::UNIX_EPOCH);
        assert_eq!(events().len(), LIMIT / 2);
    }

    #[test]
    fn the_oldest_events_go_when_there_are_too_many() {
        let (cluster, events) = cluster();
        let mut chronicle = Chronicle::new(cluster, 1, LIMIT);
        for number in 0..40 {
            chronicle.changed("shop", &format!("web-{number:02}"));
        }
        let events = events();
        assert_eq!(events.len(), LIMIT);
        assert!(events.iter().all(|name| name.starts_with("web-3")), "{events:?}");
    }

    #[test]
    fn nothing_is_told_about_what_is_gone() {
        let (cluster, events) = cluster();
        Chronicle::new(cluster, 1, LIMIT).changed("shop", "gone");
        assert_eq!(events(), [""; 0]);
    }
}
