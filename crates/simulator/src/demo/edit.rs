//! What happens to one Ingress: another backend, a path more or less, another canary weight, version or address.

use serde_json::{Value, json};

use super::dice::Dice;
use super::names::{COMPONENTS, PATHS};
use super::outline::{Class, Outline};
use super::{addresses, rules};

const CANARY_WEIGHT: &str = "nginx.ingress.kubernetes.io/canary-weight";

/// A change to one Ingress that leaves it valid.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// A JSON merge patch.
    Patch(Value),
    /// The load balancer's addresses from now on.
    Addresses(Vec<String>),
}

#[derive(Clone, Copy)]
enum Kind {
    Backend,
    Path,
    Address,
    Version,
}

/// Some change that fits the object; none where the kind that was diced has nothing to work on.
pub(crate) fn any(dice: &mut Dice, object: Value) -> Option<Edit> {
    if object["metadata"]["annotations"][CANARY_WEIGHT].is_string() {
        let weight = dice.pick(&["1", "5", "10", "25", "50", "75", "100"]);
        return Some(Edit::Patch(json!({"metadata": {"annotations": {CANARY_WEIGHT: weight}}})));
    }
    match dice.weighted(&[(45, Kind::Backend), (30, Kind::Path), (13, Kind::Address), (12, Kind::Version)]) {
        Kind::Backend => backend(dice, object),
        Kind::Path => path(dice, object),
        Kind::Address => {
            let points = object["status"]["loadBalancer"]["ingress"].as_array();
            if points.is_some_and(|points| !points.is_empty()) && dice.chance(0.4) {
                return Some(Edit::Addresses(Vec::new()));
            }
            Some(assigned_addresses(dice, &object))
        }
        Kind::Version => {
            let version = version(dice);
            Some(new_version(&version))
        }
    }
}

/// A version number for [`new_version`].
pub(crate) fn version(dice: &mut Dice) -> String {
    format!("{}.{}.{}", dice.between(1, 5), dice.between(0, 40), dice.between(0, 9))
}

/// The label that a deployment changes.
pub(crate) fn new_version(version: &str) -> Edit {
    Edit::Patch(json!({"metadata": {"labels": {"app.kubernetes.io/version": version}}}))
}

/// The addresses that the Ingress's controller gives it.
pub(crate) fn assigned_addresses(dice: &mut Dice, object: &Value) -> Edit {
    let outline = outline_of(object);
    let points = addresses::assigned(dice, outline.class, &outline.namespace, &outline.name);
    let address = |point: &Value| point["ip"].as_str().or(point["hostname"].as_str()).map(str::to_owned);
    Edit::Addresses(points.iter().filter_map(address).collect())
}

fn backend(dice: &mut Dice, mut object: Value) -> Option<Edit> {
    let mut services: Vec<&mut Value> = rules::path_lists(&mut object["spec"])
        .into_iter()
        .flatten()
        .filter_map(|path| path["backend"].get_mut("service"))
        .collect();
    let last = services.len().checked_sub(1)?;
    let service = services.swap_remove(dice.between(0, last));
    if dice.chance(0.5) {
        let current = service["name"].as_str()?;
        let other = current.strip_suffix("-v2").map_or_else(|| format!("{current}-v2"), str::to_owned);
        service["name"] = other.into();
    } else {
        service["port"] = rules::port(dice);
    }
    Some(Edit::Patch(json!({"spec": {"rules": object["spec"]["rules"]}})))
}

fn path(dice: &mut Dice, mut object: Value) -> Option<Edit> {
    let outline = outline_of(&object);
    let paths = rules::path_lists(&mut object["spec"]).into_iter().next()?;
    let path = dice.pick(&PATHS);
    if paths.len() > 1 && dice.chance(0.5) {
        paths.pop();
    } else if paths.iter().all(|other| other["path"] != path) {
        paths.push(rules::path_to(dice, &outline, path));
    }
    Some(Edit::Patch(json!({"spec": {"rules": object["spec"]["rules"]}})))
}

/// What is needed to add to an Ingress that exists.
fn outline_of(object: &Value) -> Outline {
    let metadata = &object["metadata"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let label = metadata["labels"]["app.kubernetes.io/name"].as_str();
    let component = COMPONENTS.into_iter().find(|component| Some(*component) == label);
    Outline {
        namespace: text(&metadata["namespace"]),
        name: text(&metadata["name"]),
        component: component.unwrap_or("web"),
        class: Class::named(object["spec"]["ingressClassName"].as_str()),
        legacy_class: false,
        regex: false,
        canary_weight: None,
    }
}
