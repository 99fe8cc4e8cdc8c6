//! All objects of the demo cluster, one after the other, so that the whole of them is never in memory as trees.

use std::collections::BTreeSet;
use std::iter::Zip;
use std::vec::IntoIter;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Options;
use super::dice::{Dice, Stream};
use super::ingress::{ago, canary_of, ingress};
use super::mistakes;
use super::names::TEAMS;
use super::outline::{Class, Outline};
use super::spread::{names, sizes};

/// How many of nginx's Ingresses have a canary beside them.
const CANARIES: f64 = 0.03;

/// The Ingresses of the cluster that these options describe, as the API server would return them but for
/// their resource versions. Their keys are all different, and times lie before `now`.
pub fn ingresses(options: &Options, now: Timestamp) -> impl Iterator<Item = Value> + use<> {
    let mut dice = Dice::new(options.seed, Stream::Ingresses);
    let names = names(options.namespaces);
    let sizes = sizes(&mut dice, names.len(), options.ingresses);
    Ingresses {
        dice,
        now,
        namespaces: names.into_iter().zip(sizes),
        namespace: String::new(),
        left: 0,
        taken: BTreeSet::new(),
        of_nginx: 0,
        of_traefik: 0,
        canary: None,
    }
}

/// The namespaces that the [`ingresses`] are in.
pub fn namespaces(options: &Options, now: Timestamp) -> impl Iterator<Item = Value> + use<> {
    let mut dice = Dice::new(options.seed, Stream::Namespaces);
    names(options.namespaces).into_iter().map(move |name| {
        let age = 800 * 86_400 + dice.between(0, 86_400);
        json!({
            "metadata": {
                "name": name, "uid": dice.uid(), "creationTimestamp": ago(now, age),
                "labels": {"team": dice.pick(&TEAMS), "kubernetes.io/metadata.name": name},
            },
            "status": {"phase": "Active"},
        })
    })
}

struct Ingresses {
    dice: Dice,
    now: Timestamp,
    namespaces: Zip<IntoIter<String>, IntoIter<usize>>,
    /// The namespace that is being filled.
    namespace: String,
    /// How many Ingresses it still gets.
    left: usize,
    /// The names that it has.
    taken: BTreeSet<String>,
    /// How many of nginx's Ingresses there were.
    of_nginx: usize,
    /// How many of Traefik's Ingresses there were.
    of_traefik: usize,
    /// The canary of the Ingress that came last.
    canary: Option<Value>,
}

impl Iterator for Ingresses {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        while self.left == 0 {
            (self.namespace, self.left) = self.namespaces.next()?;
            self.taken.clear();
        }
        self.left -= 1;
        if let Some(canary) = self.canary.take() {
            return Some(canary);
        }
        let outline = Outline::new(&mut self.dice, &self.namespace, &mut self.taken);
        let mut ingress = ingress(&mut self.dice, &outline, self.now);
        if outline.class == Class::Nginx && !outline.regex && !outline.legacy_class {
            self.of_nginx += 1;
            mistakes::of_nginx(self.of_nginx, &mut ingress);
        }
        if outline.class == Class::Traefik && !outline.legacy_class {
            self.of_traefik += 1;
            mistakes::of_traefik(self.of_traefik, &mut ingress);
        }
        if outline.class == Class::Nginx && self.left > 0 && self.dice.chance(CANARIES) {
            self.canary = canary_of(&mut self.dice, &outline, &ingress, &mut self.taken);
        }
        Some(ingress)
    }
}
