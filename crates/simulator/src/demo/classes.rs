//! The `IngressClass` objects of the demo cluster: one for each controller, nginx's the default.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Options;
use super::dice::{Dice, Stream};
use super::ingress::ago;
use super::outline::Class;

const IS_DEFAULT: &str = "ingressclass.kubernetes.io/is-default-class";

/// The classes that the Ingresses of the cluster name, but for those that somebody got wrong.
pub fn ingress_classes(options: &Options, now: Timestamp) -> impl Iterator<Item = Value> + use<> {
    let mut dice = Dice::new(options.seed, Stream::IngressClasses);
    Class::NAMED.into_iter().map(move |class| {
        let age = 800 * 86_400 + dice.between(0, 86_400);
        let mut object = json!({
            "metadata": {"name": class.name(), "uid": dice.uid(), "creationTimestamp": ago(now, age)},
            "spec": {"controller": class.controller()},
        });
        if class == Class::Nginx {
            object["metadata"]["annotations"] = json!({IS_DEFAULT: "true"});
        }
        object
    })
}
