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
pub(crate) const REQUESTS: usize = 20;

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

    /// The known reason for a difference.
    fn cause(&self, difference: &Difference) -> Option<Cause>;
}

/// One request that the resolver answers in one way and the proxy in another.
#[derive(Debug, Clone)]
pub(crate) struct Difference {
    pub(crate) seed: u64,
    pub(crate) ingresses: Vec<Ingress>,
    pub(crate) request: Request,
    pub(crate) resolved: Answer,
    pub(crate) answered: Answer,
    /// The resolver's explanation; none where it knows of no Ingress for the host.
    pub(crate) ranking: Option<Ranking>,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) pairs: usize,
    /// Scenarios of whose configuration the proxy wants to know nothing.
    pub(crate) refused: usize,
    pub(crate) explained: BTreeMap<Cause, usize>,
    pub(crate) unexplained: Vec<Difference>,
}

impl Report {
    pub(crate) fn agreements(&self) -> usize {
        self.pairs - self.explained.values().sum::<usize>() - self.unexplained.len()
    }
}

/// Compares at least this many pairs of a request and a set of Ingresses, from this seed on.
pub(crate) fn compare<S: Subject>(subject: &S, seed: u64, pairs: usize) -> Report {
    let mut report = Report::default();
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
        report.pairs += scenarios.len() * REQUESTS;
        for difference in differences(subject, &scenarios) {
            match subject.cause(&difference) {
                Some(cause) => *report.explained.entry(cause).or_default() += 1,
                None => report.unexplained.push(difference),
            }
        }
    }
    report
}

/// The requests whose answers differ.
pub(crate) fn differences<S: Subject>(subject: &S, scenarios: &[Scenario]) -> Vec<Difference> {
    let mut proxy = subject.start(scenarios.iter().map(|scenario| scenario.ingresses.as_slice()));
    let mut differences = Vec::new();
    for (index, scenario) in scenarios.iter().enumerate() {
        for request in &scenario.requests {
            let (resolved, ranking) = resolved(&scenario.ingresses, request, S::CONTROLLER);
            let answered = proxy.ask(index, request);
            if resolved != answered {
                differences.push(Difference {
                    seed: scenario.seed,
                    ingresses: scenario.ingresses.clone(),
                    request: request.clone(),
                    resolved,
                    answered,
                    ranking,
                });
            }
        }
    }
    differences
}

/// What the resolver says, and its explanation; none where it knows of no Ingress for the host.
pub(crate) fn resolved(
    ingresses: &[Ingress],
    request: &Request,
    controller: &str,
) -> (Answer, Option<Ranking>) {
    let explanation = resolve(&request.url(), ingresses, &facts(controller));
    let ranking = explanation.rankings.into_iter().find(|ranking| ranking.class.as_deref() == Some(CLASS));
    let answer = ranking.as_ref().map_or(Answer::Controller, |ranking| answer(&ranking.outcome));
    (answer, ranking)
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
