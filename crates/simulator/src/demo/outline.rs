//! What is decided about an Ingress before its parts are made: where it is, its name, its class.

use std::collections::BTreeSet;

use super::dice::Dice;
use super::names::{COMPONENTS, REGIONS, TENANTS};

/// The controllers of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Nginx,
    Internal,
    Traefik,
    Alb,
    Haproxy,
    None,
}

impl Class {
    /// Those that have a name.
    pub(crate) const NAMED: [Self; 5] =
        [Self::Nginx, Self::Internal, Self::Traefik, Self::Alb, Self::Haproxy];

    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Nginx => Some("nginx"),
            Self::Internal => Some("internal"),
            Self::Traefik => Some("traefik"),
            Self::Alb => Some("alb"),
            Self::Haproxy => Some("haproxy"),
            Self::None => None,
        }
    }

    /// What serves the class, as its `IngressClass` names it.
    pub(crate) fn controller(self) -> Option<&'static str> {
        match self {
            Self::Nginx => Some("k8s.io/ingress-nginx"),
            Self::Internal => Some("k8s.io/internal-ingress-nginx"),
            Self::Traefik => Some("traefik.io/ingress-controller"),
            Self::Alb => Some("ingress.k8s.aws/alb"),
            Self::Haproxy => Some("haproxy.org/ingress-controller/haproxy"),
            Self::None => None,
        }
    }

    /// The class of a name that [`name`](Self::name) gave.
    pub(crate) fn named(name: Option<&str>) -> Self {
        Self::NAMED.into_iter().find(|class| class.name() == name).unwrap_or(Self::None)
    }
}

/// What is decided about an Ingress before its parts are made.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) component: &'static str,
    pub(crate) class: Class,
    /// Whether the class stands in the annotation of old.
    pub(crate) legacy_class: bool,
    /// Whether its paths are regular expressions.
    pub(crate) regex: bool,
    /// Of a canary, the share of requests that it gets, in percent.
    pub(crate) canary_weight: Option<usize>,
}

impl Outline {
    /// An outline with a name that `taken` does not hold yet; it is added there.
    pub(crate) fn new(dice: &mut Dice, namespace: &str, taken: &mut BTreeSet<String>) -> Self {
        let component = dice.pick(&COMPONENTS);
        let name = unused_name(dice, namespace, component, taken);
        let class = dice.weighted(&[
            (62, Class::Nginx),
            (12, Class::Internal),
            (10, Class::Traefik),
            (7, Class::Alb),
            (5, Class::Haproxy),
            (4, Class::None),
        ]);
        Self {
            namespace: namespace.to_owned(),
            name,
            component,
            class,
            legacy_class: class.name().is_some() && dice.chance(0.03),
            regex: class == Class::Nginx && dice.chance(0.06),
            canary_weight: None,
        }
    }
}

fn unused_name(dice: &mut Dice, namespace: &str, component: &str, taken: &mut BTreeSet<String>) -> String {
    let (tenant, region) = (dice.pick(&TENANTS), dice.pick(&REGIONS));
    let name = match dice.weighted(&[(25, 0), (30, 1), (18, 2), (16, 3), (10, 4), (1, 5)]) {
        0 => component.to_owned(),
        1 => format!("{component}-{tenant}"),
        2 => format!("{component}-{region}"),
        3 => format!("{namespace}-{component}"),
        4 => format!("{component}-{tenant}-{region}"),
        _ => {
            let long = format!("{namespace}-{component}-{tenant}-{region}-external-compatibility-endpoint");
            long.chars().take(45).collect::<String>().trim_end_matches('-').to_owned()
        }
    };
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let unused = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
    let unused = unused.unwrap_or(name);
    taken.insert(unused.clone());
    unused
}
