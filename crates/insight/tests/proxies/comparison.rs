//! Holds what the resolver says against what a real proxy does.

use std::collections::BTreeMap;

use kube_ingress_dash_insight::route::{Outcome, Ranking};
use kube_ingress_dash_insight::{Facts, IngressClass, resolve};
use kube_ingress_dash_model::ingress::Ingress;

use crate::cause::Cause;
use crate::proxy::Proxy;
use crate::request::{Answer, Request};
use crate::scenario::{Annotations, CLASS, Scenario};

/// Requests to one set of Ingresses.
const REQUESTS: usize = 20;

/// Scenarios in one configuration of a proxy.
const BATCH: usize = 100;

/// A proxy as its controller configures it.
pub(crate) trait Subject {
    /// `spec.controller` of the class of the Ingresses.
    const CONTROLLER: &str;
    const ANNOTATIONS: Annotations;

    /// Whether the proxy takes the configuration that the controller makes of these.
    fn takes(&self, ingresses: &[Ingress]) -> bool;

    /// Starts the proxy on the Ingresses of several scenarios.
    fn start<'a>(&self, scenarios: impl Iterator<Item = &'a [Ingress]>) -> Proxy;

    /// The reasons for which it may answer otherwise, in the order in which they are taken away.
    fn causes(&self) -> &'static [Cause];
}

/// One request, as the resolver and the proxy answer it.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) seed: u64,
    pub(crate) ingresses: Vec<Ingress>,
    pub(crate) request: Request,
    pub(crate) resolved: Answer,
    pub(crate) answered: Answer,
    /// The resolver's explanation; none where it knows of no Ingress for the host.
    pub(crate) ranking: Option<Ranking>,
}

impl Pair {
    /// Whether both say the same.
    pub(crate) fn agrees(&self) -> bool {
        self.resolved == self.answered
    }

    /// Whether the explanation warns of one of these.
    fn is_told(&self, causes: &[Cause]) -> bool {
        let mut caveats = self.ranking.iter().flat_map(|ranking| &ranking.caveats);
        caveats.any(|caveat| causes.iter().any(|cause| cause.caveats.contains(&caveat.kind)))
    }
}

/// How often there was a known reason.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Explained {
    /// Where the resolver says so.
    pub(crate) told: usize,
    /// Where it does not.
    pub(crate) untold: usize,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) pairs: usize,
    /// Scenarios whose configuration the proxy does not take.
    pub(crate) refused: usize,
    pub(crate) agreements: usize,
    pub(crate) explained: BTreeMap<&'static str, Explained>,
    pub(crate) unexplained: Vec<Pair>,
    /// Those with a reason that the resolver should have told.
    pub(crate) untold: Vec<Pair>,
}

/// Compares at least this many pairs of a request and a set of Ingresses, from this seed on. Each pair is shown first.
pub(crate) fn compare<S: Subject>(subject: &S, seed: u64, pairs: usize, show: impl Fn(&Pair)) -> Report {
    let mut report = Report::default();
    let mut different = Vec::new();
    let mut seeds = seed..;
    while report.pairs < pairs {
        let missing = (pairs - report.pairs).div_ceil(REQUESTS).min(BATCH);
        let mut scenarios = Vec::new();
        for seed in seeds.by_ref() {
            let scenario = Scenario::new(seed, S::ANNOTATIONS, REQUESTS);
            if subject.takes(&scenario.ingresses) {
                scenarios.push(scenario);
            } else {
                report.refused += 1;
            }
            if scenarios.len() == missing {
                break;
            }
        }
        let asked = ask(subject, &scenarios);
        asked.iter().for_each(&show);
        report.pairs += asked.len();
        different.extend(asked.into_iter().filter(|pair| !pair.agrees()));
    }
    report.agreements = report.pairs - different.len();
    for (pair, last) in explain(subject, different) {
        let Some(last) = last else {
            report.unexplained.push(pair);
            continue;
        };
        let causes = &subject.causes()[..=last];
        let is_told = pair.is_told(causes);
        let explained = report.explained.entry(causes[last].name).or_default();
        *if is_told { &mut explained.told } else { &mut explained.untold } += 1;
        if !is_told && !causes[last].caveats.is_empty() {
            report.untold.push(pair);
        }
    }
    report
}

/// Asks both.
pub(crate) fn ask<S: Subject>(subject: &S, scenarios: &[Scenario]) -> Vec<Pair> {
    let mut proxy = subject.start(scenarios.iter().map(|scenario| scenario.ingresses.as_slice()));
    let facts = facts(S::CONTROLLER);
    let mut pairs = Vec::new();
    for (index, scenario) in scenarios.iter().enumerate() {
        for request in &scenario.requests {
            let explanation = resolve(&request.url(), &scenario.ingresses, &facts);
            let ranking =
                explanation.rankings.into_iter().find(|ranking| ranking.class.as_deref() == Some(CLASS));
            pairs.push(Pair {
                seed: scenario.seed,
                ingresses: scenario.ingresses.clone(),
                request: request.clone(),
                resolved: ranking.as_ref().map_or(Answer::Controller, |ranking| answer(&ranking.outcome)),
                answered: proxy.ask(index, request),
                ranking,
            });
        }
    }
    pairs
}

/// Finds for each difference the last of the causes that have to be taken away.
pub(crate) fn explain<S: Subject>(subject: &S, pairs: Vec<Pair>) -> Vec<(Pair, Option<usize>)> {
    let mut explained = Vec::new();
    let mut open: Vec<_> = pairs.into_iter().map(|pair| (pair.clone(), pair)).collect();
    for (last, cause) in subject.causes().iter().enumerate() {
        for batch in std::mem::take(&mut open).chunks(BATCH) {
            let scenarios: Vec<_> = batch.iter().map(|(_, pair)| pair.without(cause)).collect();
            for ((original, _), pair) in batch.iter().zip(ask(subject, &scenarios)) {
                if pair.agrees() {
                    explained.push((original.clone(), Some(last)));
                } else {
                    open.push((original.clone(), pair));
                }
            }
        }
    }
    explained.extend(open.into_iter().map(|(original, _)| (original, None)));
    explained
}

impl Pair {
    fn without(&self, cause: &Cause) -> Scenario {
        let (mut ingresses, mut request) = (self.ingresses.clone(), self.request.clone());
        (cause.without)(&mut ingresses, &mut request);
        Scenario { seed: self.seed, ingresses, requests: vec![request] }
    }
}

fn answer(outcome: &Outcome) -> Answer {
    match outcome {
        Outcome::Route { backend, .. } | Outcome::DefaultBackend { backend, .. } => {
            Answer::of_backend(backend.name())
        }
        Outcome::ControllerDefault => Answer::Controller,
    }
}

fn facts(controller: &str) -> Facts {
    let class = IngressClass { controller: controller.into(), is_default: false };
    Facts { classes: Some(BTreeMap::from([(CLASS.into(), class)])), ..Facts::default() }
}
