//! Takes away from a difference what it does not need.

use kube_ingress_dash_model::ingress::Ingress;

use crate::comparison::{Pair, Subject, ask, explain};
use crate::scenario::Scenario;

/// The smallest Ingresses for which the request still differs for no known reason.
pub(crate) fn smallest<S: Subject>(subject: &S, different: Pair) -> Pair {
    let mut smallest = different;
    loop {
        let simpler = simpler(&smallest.ingresses).into_iter().filter(|ingresses| subject.takes(ingresses));
        let requests = vec![smallest.request.clone()];
        let seed = smallest.seed;
        let scenarios: Vec<_> =
            simpler.map(|ingresses| Scenario { seed, ingresses, requests: requests.clone() }).collect();
        if scenarios.is_empty() {
            return smallest;
        }
        let different = ask(subject, &scenarios).into_iter().filter(|pair| !pair.agrees()).collect();
        let unexplained = explain(subject, different).into_iter().find(|(_, cause)| cause.is_none());
        match unexplained {
            Some((pair, _)) => smallest = pair,
            None => return smallest,
        }
    }
}

/// The same Ingresses with one thing less, the greatest things first.
fn simpler(ingresses: &[Ingress]) -> Vec<Vec<Ingress>> {
    let mut all = Vec::new();
    let mut without = |change: &dyn Fn(&mut Vec<Ingress>)| {
        let mut simpler = ingresses.to_vec();
        change(&mut simpler);
        // The API server takes no Ingress that has neither rules nor a default backend.
        if simpler.iter().all(|ingress| !ingress.rules.is_empty() || ingress.default_backend.is_some()) {
            all.push(simpler);
        }
    };
    for index in 0..ingresses.len() {
        without(&|ingresses| drop(ingresses.remove(index)));
    }
    for (index, ingress) in ingresses.iter().enumerate() {
        if ingress.default_backend.is_some() {
            without(&|ingresses| ingresses[index].default_backend = None);
        }
        for name in ingress.annotations.keys() {
            without(&|ingresses| drop(ingresses[index].annotations.remove(name)));
        }
        for (at, rule) in ingress.rules.iter().enumerate() {
            without(&|ingresses| drop(ingresses[index].rules.remove(at)));
            for number in 0..rule.paths.len() {
                without(&|ingresses| drop(ingresses[index].rules[at].paths.remove(number)));
            }
        }
    }
    all
}
