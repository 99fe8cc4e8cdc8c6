//! What the resolver says of random Ingresses, held against what real proxies do with them.
//!
//! `KUBE_INGRESS_DASH_NGINX` and `KUBE_INGRESS_DASH_HAPROXY` name their programs; `./just test-proxies` sets them.
//! `KUBE_INGRESS_DASH_PAIRS` is how many pairs of a request and a set of Ingresses are compared for each proxy, and
//! `KUBE_INGRESS_DASH_SEED` where they begin, so that a difference is seen again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cause;
mod comparison;
mod haproxy;
mod nginx;
mod proxy;
mod request;
mod scenario;
mod smallest;

use kube_ingress_dash_model::ingress::Ingress;

use cause::Cause;
use comparison::{Difference, Subject, compare};
use haproxy::hosts::StrictHost;
use proxy::Proxy;
use scenario::Annotations;

struct Nginx;

impl Subject for Nginx {
    const CONTROLLER: &str = "k8s.io/ingress-nginx";
    const ANNOTATIONS: Annotations = Annotations::Nginx;

    fn takes(&self, ingresses: &[Ingress]) -> bool {
        nginx::duplicate(ingresses).is_none()
    }

    fn start<'a>(&self, scenarios: impl Iterator<Item = &'a [Ingress]>) -> Proxy {
        nginx::start(scenarios)
    }

    fn cause(&self, difference: &Difference) -> Option<Cause> {
        cause::of_nginx(difference, Self::CONTROLLER)
    }
}

struct Haproxy {
    strict: StrictHost,
}

impl Subject for Haproxy {
    const CONTROLLER: &str = "haproxy-ingress.github.io/controller";
    const ANNOTATIONS: Annotations = Annotations::None;

    fn takes(&self, _: &[Ingress]) -> bool {
        true
    }

    fn start<'a>(&self, scenarios: impl Iterator<Item = &'a [Ingress]>) -> Proxy {
        haproxy::start(scenarios, self.strict)
    }

    fn cause(&self, difference: &Difference) -> Option<Cause> {
        cause::of_haproxy(difference, Self::CONTROLLER)
    }
}

#[test]
fn nginx_does_what_the_resolver_says() {
    hold("nginx", &Nginx);
}

#[test]
fn haproxy_does_what_the_resolver_says() {
    hold("HAProxy", &Haproxy { strict: StrictHost::Yes });
}

#[test]
fn haproxy_without_strict_host_does_what_the_resolver_says() {
    hold("HAProxy without strict-host", &Haproxy { strict: StrictHost::No });
}

fn hold<S: Subject>(name: &str, subject: &S) {
    let number =
        |variable: &str, default| std::env::var(variable).map_or(default, |text| text.parse().unwrap());
    let report =
        compare(subject, number("KUBE_INGRESS_DASH_SEED", 1) as u64, number("KUBE_INGRESS_DASH_PAIRS", 2000));
    eprintln!(
        "{name}: {} pairs, {} agreements, {} refused, {:?}, {} unexplained",
        report.pairs,
        report.agreements(),
        report.refused,
        report.explained,
        report.unexplained.len()
    );
    let mut shown: std::collections::BTreeMap<(usize, String), (usize, String)> =
        std::collections::BTreeMap::new();
    for difference in report.unexplained.into_iter().take(300) {
        let small = smallest::smallest(subject, difference);
        let text = show(&small);
        let mut shape = String::new();
        for ingress in &small.ingresses {
            let age = small.ingresses.iter().filter(|o| o.created_at < ingress.created_at).count();
            shape += &format!(
                "age {age} {:?} default {}\n",
                ingress.annotations.keys().map(|k| k.rsplit('/').next().unwrap()).collect::<Vec<_>>(),
                ingress.default_backend.is_some()
            );
            for rule in &ingress.rules {
                shape += &format!(
                    "  {}\n",
                    rule.host.as_deref().map_or("none", |h| if h.starts_with('*') {
                        "wild"
                    } else {
                        "exact"
                    })
                );
                for path in &rule.paths {
                    shape += &format!("    {} {}\n", path.path_type, path.path);
                }
            }
        }
        shown
            .entry((text.lines().count(), shape))
            .or_insert((0, format!("seed {}\n{text}", small.seed)))
            .0 += 1;
    }
    for (_, (count, text)) in shown.into_iter().take(150) {
        eprintln!("--- {count} times, {text}");
    }
}

fn show(difference: &Difference) -> String {
    let mut text = String::new();
    for ingress in &difference.ingresses {
        text += &format!(
            "{}/{} at {:?} {:?} default {:?}\n",
            ingress.namespace,
            ingress.name,
            ingress.created_at.unwrap().as_second() % 10,
            ingress.annotations,
            ingress.default_backend.as_ref().map(|b| b.name().to_owned())
        );
        for rule in &ingress.rules {
            text += &format!("  {:?}\n", rule.host);
            for path in &rule.paths {
                text += &format!("    {} {} -> {}\n", path.path_type, path.path, path.backend);
            }
        }
    }
    let caveats =
        difference.ranking.as_ref().map(|r| r.caveats.iter().map(|c| format!("{:?}", c)).collect::<Vec<_>>());
    text + &format!(
        "{}\n  resolved {:?} ({:?})\n  answered {:?}\n  caveats {:?}\n",
        difference.request,
        difference.resolved,
        difference.ranking.as_ref().map(|r| r.decided_by),
        difference.answered,
        caveats
    )
}
