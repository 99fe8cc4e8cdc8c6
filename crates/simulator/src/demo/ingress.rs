//! Puts one Ingress together from its outline, with all that real ones carry: labels, annotations,
//! managed fields, and for some what `kubectl apply` leaves behind.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::names::TEAMS;
use super::outline::Outline;
use super::{addresses, annotations, rules};

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
pub(crate) fn canary_of(
    dice: &mut Dice,
    stable: &Outline,
    ingress: &Value,
    taken: &mut BTreeSet<String>,
) -> Option<Value> {
    let name = format!("{}-canary", stable.name);
    if !taken.insert(name.clone()) {
        return None;
    }
    let outline = Outline { name, canary_weight: Some(dice.pick(&[1, 5, 10, 25, 50])), ..stable.clone() };
    let mut spec = ingress["spec"].clone();
    for path in rules::path_lists(&mut spec).into_iter().flatten() {
        if let Some(service) = path["backend"]["service"]["name"].as_str() {
            path["backend"]["service"]["name"] = format!("{service}-canary").into();
        }
    }
    let annotations = annotations::annotations(dice, &outline, &[], false);
    let points = ingress["status"]["loadBalancer"]["ingress"].as_array().cloned().unwrap_or_default();
    let created = ingress["metadata"]["creationTimestamp"].as_str().unwrap_or_default();
    Some(assemble(dice, &outline, annotations, &spec, &points, created))
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

pub(crate) fn ago(now: Timestamp, seconds: usize) -> String {
    let seconds = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    let then = now.checked_sub(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    Timestamp::from_second(then.as_second()).unwrap_or_default().to_string()
}
