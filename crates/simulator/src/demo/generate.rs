//! Puts the demo's Ingresses together: outlines first (who, which class, canary or not), then the objects.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::names::{COMPONENTS, REGIONS, TEAMS, TENANTS};
use super::{Options, addresses, annotations, namespaces, rules};

/// The objects of a demo cluster, as the API server would return them but for their resource versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Generated {
    /// Namespaces, `v1`.
    pub namespaces: Vec<Value>,
    /// Ingresses, `networking.k8s.io/v1`, each in one of the namespaces, all with different keys.
    pub ingresses: Vec<Value>,
}

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

    /// The class of a name that [`name`](Self::name) gave.
    pub(crate) fn named(name: Option<&str>) -> Self {
        [
            Self::Nginx,
            Self::Internal,
            Self::Traefik,
            Self::Alb,
            Self::Haproxy,
        ]
        .into_iter()
        .find(|class| class.name() == name)
        .unwrap_or(Self::None)
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

fn unused_name(
    dice: &mut Dice,
    namespace: &str,
    component: &str,
    taken: &mut BTreeSet<String>,
) -> String {
    let (tenant, region) = (dice.pick(&TENANTS), dice.pick(&REGIONS));
    let name = match dice.weighted(&[(25, 0), (30, 1), (18, 2), (16, 3), (10, 4), (1, 5)]) {
        0 => component.to_owned(),
        1 => format!("{component}-{tenant}"),
        2 => format!("{component}-{region}"),
        3 => format!("{namespace}-{component}"),
        4 => format!("{component}-{tenant}-{region}"),
        _ => {
            let long = format!(
                "{namespace}-{component}-{tenant}-{region}-external-compatibility-endpoint"
            );
            long.chars()
                .take(45)
                .collect::<String>()
                .trim_end_matches('-')
                .to_owned()
        }
    };
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let unused = std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| !taken.contains(name));
    let unused = unused.unwrap_or(name);
    taken.insert(unused.clone());
    unused
}

/// The cluster that these options describe; times lie before `now`.
pub fn generate(options: &Options, now: Timestamp) -> Generated {
    let mut dice = Dice::new(options.seed);
    let names = namespaces::names(options.namespaces.max(1));
    let sizes = namespaces::sizes(&mut dice, names.len(), options.ingresses);
    let mut ingresses = Vec::with_capacity(options.ingresses);
    for (namespace, size) in names.iter().zip(sizes) {
        let end = ingresses.len() + size;
        let mut taken = BTreeSet::new();
        while ingresses.len() < end {
            let outline = Outline::new(&mut dice, namespace, &mut taken);
            let ingress = ingress(&mut dice, &outline, now);
            if outline.class == Class::Nginx && ingresses.len() + 2 <= end && dice.chance(0.03) {
                ingresses.extend(canary_of(&mut dice, &outline, &ingress, &mut taken));
            }
            ingresses.push(ingress);
        }
    }
    let namespaces = names
        .iter()
        .map(|name| namespace(&mut dice, name, now))
        .collect();
    Generated {
        namespaces,
        ingresses,
    }
}

fn namespace(dice: &mut Dice, name: &str, now: Timestamp) -> Value {
    json!({
        "metadata": {
            "name": name, "uid": dice.uid(), "creationTimestamp": ago(now, 800 * 86_400 + dice.between(0, 86_400)),
            "labels": {"team": dice.pick(&TEAMS), "kubernetes.io/metadata.name": name},
        },
        "status": {"phase": "Active"},
    })
}

/// A whole Ingress, as old as `age` makes it.
pub(crate) fn ingress(dice: &mut Dice, outline: &Outline, now: Timestamp) -> Value {
    let age = age_in_seconds(dice);
    let hosts = rules::hosts(dice, outline);
    let rules = rules::rules(dice, outline, &hosts);
    let tls = rules::tls(dice, outline, &hosts);
    let annotations = annotations::annotations(dice, outline, &hosts, !tls.is_empty());
    let mut spec = json!({ "rules": rules });
    if let Some(class) = outline.class.name().filter(|_| !outline.legacy_class) {
        spec["ingressClassName"] = class.into();
    }
    if let Some(backend) = rules::default_backend(dice, outline) {
        spec["defaultBackend"] = backend;
    }
    if !tls.is_empty() {
        spec["tls"] = tls.into();
    }
    let points = addresses::points(dice, outline.class, &outline.namespace, &outline.name);
    assemble(dice, outline, annotations, &spec, &points, &ago(now, age))
}

/// The canary beside an Ingress: the same hosts and paths, another service.
fn canary_of(
    dice: &mut Dice,
    stable: &Outline,
    ingress: &Value,
    taken: &mut BTreeSet<String>,
) -> Option<Value> {
    let name = format!("{}-canary", stable.name);
    if !taken.insert(name.clone()) {
        return None;
    }
    let outline = Outline {
        name,
        canary_weight: Some(dice.pick(&[1, 5, 10, 25, 50])),
        ..stable.clone()
    };
    let mut spec = ingress["spec"].clone();
    for rule in spec["rules"].as_array_mut().into_iter().flatten() {
        for path in rule["http"]["paths"].as_array_mut().into_iter().flatten() {
            if let Some(service) = path["backend"]["service"]["name"].as_str() {
                path["backend"]["service"]["name"] = format!("{service}-canary").into();
            }
        }
    }
    let annotations = annotations::annotations(dice, &outline, &[], false);
    let points = ingress["status"]["loadBalancer"]["ingress"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let created = ingress["metadata"]["creationTimestamp"]
        .as_str()
        .unwrap_or_default();
    Some(assemble(
        dice,
        &outline,
        annotations,
        &spec,
        &points,
        created,
    ))
}

fn assemble(
    dice: &mut Dice,
    outline: &Outline,
    mut annotations: Map<String, Value>,
    spec: &Value,
    points: &[Value],
    created: &str,
) -> Value {
    let (namespace, name, component) = (&outline.namespace, &outline.name, outline.component);
    let by_helm = dice.chance(0.6);
    let labels = json!({
        "app.kubernetes.io/name": component,
        "app.kubernetes.io/instance": name,
        "app.kubernetes.io/managed-by": if by_helm { "Helm" } else { "argocd" },
        "app.kubernetes.io/version": format!("{}.{}.{}", dice.between(0, 4), dice.between(0, 30), dice.between(0, 9)),
        "team": dice.pick(&TEAMS),
        "env": dice.weighted(&[(70, "production"), (20, "staging"), (10, "development")]),
    });
    if dice.chance(0.35) {
        let applied = json!({
            "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
            "metadata": {"annotations": annotations, "labels": labels, "name": name, "namespace": namespace},
            "spec": spec,
        });
        let key = "kubectl.kubernetes.io/last-applied-configuration".to_owned();
        annotations.insert(key, format!("{applied}\n").into());
    }
    let manager = if by_helm { "helm" } else { "argocd-controller" };
    json!({
        "metadata": {
            "namespace": namespace, "name": name, "uid": dice.uid(), "generation": dice.between(1, 12),
            "creationTimestamp": created, "labels": labels, "annotations": annotations,
            "managedFields": [
                managed_by(manager, created, None, &json!({"f:metadata": {"f:labels": {}}, "f:spec": {"f:rules": {}}})),
                managed_by("nginx-ingress-controller", created, Some("status"), &json!({"f:status": {"f:loadBalancer": {"f:ingress": {}}}})),
            ],
        },
        "spec": spec,
        "status": {"loadBalancer": if points.is_empty() { json!({}) } else { json!({ "ingress": points }) }},
    })
}

fn managed_by(manager: &str, time: &str, subresource: Option<&str>, fields: &Value) -> Value {
    let mut entry = json!({
        "manager": manager, "operation": "Update", "apiVersion": "networking.k8s.io/v1", "time": time,
        "fieldsType": "FieldsV1", "fieldsV1": fields,
    });
    if let Some(subresource) = subresource {
        entry["subresource"] = subresource.into();
    }
    entry
}

/// From minutes to two years, weeks to months for most.
fn age_in_seconds(dice: &mut Dice) -> usize {
    const HOUR: usize = 3600;
    const DAY: usize = 24 * HOUR;
    let (youngest, oldest) = dice.weighted(&[
        (2, (60, HOUR)),
        (8, (HOUR, 2 * DAY)),
        (60, (7 * DAY, 180 * DAY)),
        (30, (180 * DAY, 730 * DAY)),
    ]);
    dice.between(youngest, oldest)
}

fn ago(now: Timestamp, seconds: usize) -> String {
    let seconds = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    let then = now.checked_sub(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    Timestamp::from_second(then.as_second())
        .unwrap_or_default()
        .to_string()
}
