//! The demo's life: Ingresses are changed, made and deleted at a steady average rate, sometimes several at
//! once as by a deployment. Every change leaves a valid object.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Options;
use super::chronicle::Chronicle;
use super::dice::{Dice, Stream};
use super::edit::{self, Edit};
use super::ingress::ingress;
use super::outline::Outline;
use crate::cluster::Cluster;
use crate::status::Status;

/// The shortest pause, in seconds; at higher rates several changes follow one pause.
const SHORTEST_PAUSE: f64 = 0.01;

/// The longest pause, in seconds, however low the rate.
const LONGEST_PAUSE: f64 = 3600.0;

type Name = (String, String);

/// Changes the cluster for ever, at the rate of the options.
pub(crate) async fn live(cluster: Cluster, chronicle: Chronicle, options: Options) {
    let rate = options.changes_per_second;
    let mut life = Life::new(cluster, chronicle, &options);
    let mut owed = 0.0;
    loop {
        let pause = (1.0 / rate).clamp(SHORTEST_PAUSE, LONGEST_PAUSE) * (0.5 + life.dice.fraction());
        tokio::time::sleep(Duration::from_secs_f64(pause)).await;
        owed += pause * rate;
        while owed >= 1.0 {
            owed -= f64::from(life.step());
            tokio::task::consume_budget().await;
        }
    }
}

/// What lives, and what it is made of.
struct Life {
    cluster: Cluster,
    chronicle: Chronicle,
    dice: Dice,
    /// The Ingresses that are believed to exist; others may delete some behind its back.
    population: Vec<Name>,
    wanted: usize,
    namespaces: Vec<String>,
    /// Ingresses that their controller is about to give addresses.
    without_address: VecDeque<Name>,
}

#[derive(Clone, Copy)]
enum Step {
    Edit,
    Population,
    Deployment,
}

impl Life {
    fn new(cluster: Cluster, chronicle: Chronicle, options: &Options) -> Self {
        Self {
            dice: Dice::new(options.seed, Stream::Life),
            population: cluster.ingresses(),
            wanted: options.ingresses,
            namespaces: cluster.namespaces(),
            without_address: VecDeque::new(),
            cluster,
            chronicle,
        }
    }

    /// Makes one change, or several that belong together, and tells how many.
    fn step(&mut self) -> u32 {
        if self.dice.chance(0.3)
            && let Some(name) = self.without_address.pop_front()
        {
            self.edit(&name, |dice, object| Some(edit::assigned_addresses(dice, &object)));
            return 1;
        }
        match self.dice.weighted(&[(78, Step::Edit), (20, Step::Population), (2, Step::Deployment)]) {
            Step::Population if self.population.len() > self.wanted => self.delete(),
            Step::Population => self.create(),
            Step::Deployment => return self.deploy(),
            Step::Edit => {
                if let Some(name) = self.any() {
                    self.edit(&name, edit::any);
                }
            }
        }
        1
    }

    fn any(&mut self) -> Option<Name> {
        let last = self.population.len().checked_sub(1)?;
        let index = self.dice.between(0, last);
        Some(self.population[index].clone())
    }

    /// Edits an Ingress if it is still there, and forgets it if it is not.
    fn edit(&mut self, name: &Name, edit: impl FnOnce(&mut Dice, Value) -> Option<Edit>) {
        let Some(object) = self.cluster.get(&name.0, &name.1) else {
            self.population.retain(|other| other != name);
            return;
        };
        let result = match edit(&mut self.dice, object) {
            None => return,
            Some(Edit::Patch(patch)) => self.cluster.patch(&name.0, &name.1, patch),
            Some(Edit::Addresses(addresses)) => {
                if addresses.is_empty() {
                    self.without_address.push_back(name.clone());
                }
                let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
                self.cluster.set_addresses(&name.0, &name.1, &addresses)
            }
        };
        report(name, result);
        self.chronicle.changed(&name.0, &name.1);
    }

    fn create(&mut self) {
        let last = self.namespaces.len() - 1;
        let namespace = self.namespaces[self.dice.between(0, last)].clone();
        let of_namespace = self.population.iter().filter(|(other, _)| *other == namespace);
        let mut taken: BTreeSet<String> = of_namespace.map(|(_, name)| name.clone()).collect();
        let outline = Outline::new(&mut self.dice, &namespace, &mut taken);
        let mut object = ingress(&mut self.dice, &outline, Timestamp::now());
        object["status"] = json!({"loadBalancer": {}});
        object["metadata"]["generation"] = 1.into();
        if let Some(metadata) = object["metadata"].as_object_mut() {
            metadata.remove("creationTimestamp");
        }
        let name = (namespace, outline.name);
        report(&name, self.cluster.apply(object));
        self.chronicle.created(&name.0, &name.1);
        self.without_address.push_back(name.clone());
        self.population.push(name);
    }

    fn delete(&mut self) {
        if let Some(last) = self.population.len().checked_sub(1) {
            let name = self.population.swap_remove(self.dice.between(0, last));
            report(&name, self.cluster.delete(&name.0, &name.1));
        }
    }

    /// A new version of several Ingresses of one namespace at once.
    fn deploy(&mut self) -> u32 {
        let Some((namespace, _)) = self.any() else {
            return 1;
        };
        let count = self.dice.between(4, 15);
        let of_namespace = self.population.iter().filter(|(other, _)| *other == namespace);
        let names: Vec<Name> = of_namespace.take(count).cloned().collect();
        let version = edit::version(&mut self.dice);
        let mut changes = 0;
        for name in names {
            changes += 1;
            self.edit(&name, |_, _| Some(edit::new_version(&version)));
        }
        changes
    }
}

/// A change may fail when others write to the cluster as well; the next one will do.
fn report((namespace, name): &Name, result: Result<(), Status>) {
    if let Err(error) = result {
        tracing::debug!(%error, namespace, name, "the demo could not change an Ingress");
    }
}
