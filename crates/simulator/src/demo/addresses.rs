//! Load balancer addresses: one or a few, an IP or a hostname, or none yet.

use serde_json::{Value, json};

use super::dice::Dice;
use super::outline::Class;

/// The points of `status.loadBalancer.ingress`.
pub(crate) fn points(dice: &mut Dice, class: Class, namespace: &str, name: &str) -> Vec<Value> {
    if dice.chance(0.05) {
        return Vec::new();
    }
    assigned(dice, class, namespace, name)
}

/// The points that a controller assigns when it gets to it: at least one.
pub(crate) fn assigned(dice: &mut Dice, class: Class, namespace: &str, name: &str) -> Vec<Value> {
    let head = |text: &str| text.chars().take(8).collect::<String>();
    let network = match class {
        Class::Alb => {
            let (namespace, name) = (head(namespace), head(name));
            let (group, number) = (dice.hex(10), dice.between(100_000_000, 1_999_999_999));
            let hostname = format!("k8s-{namespace}-{name}-{group}-{number}.eu-central-1.elb.amazonaws.com");
            return vec![json!({ "hostname": hostname })];
        }
        Class::Internal => "10.40.0",
        Class::Traefik => "198.51.100",
        Class::Nginx | Class::Haproxy | Class::None => "203.0.113",
    };
    let count = dice.weighted(&[(92, 1), (5, 2), (3, 3)]);
    let first = dice.between(2, 12);
    let mut points: Vec<Value> =
        (0..count).map(|offset| json!({"ip": format!("{network}.{}", first + offset)})).collect();
    if dice.chance(0.02) {
        points.push(json!({"ip": format!("2001:db8:{}::{first:x}", dice.hex(3))}));
    }
    points
}
