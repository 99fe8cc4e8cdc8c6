//! What of the watched namespaces is shown, by the operator's wish.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use wildmatch::WildMatch;

/// Wishes that hold for every source; clones share them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Narrowing(Arc<Wishes>);

#[derive(Debug, Default, PartialEq)]
struct Wishes {
    excluded: Vec<WildMatch>,
    classes: Option<BTreeSet<String>>,
    labels: Option<String>,
}

impl Narrowing {
    /// Leaves out the namespaces that match one of the globs, the Ingresses of other classes where classes are given,
    /// and those that the label selector does not select.
    pub fn new<'a>(
        excluded: impl IntoIterator<Item = &'a str>,
        classes: impl IntoIterator<Item = String>,
        labels: Option<String>,
    ) -> Self {
        let classes: BTreeSet<String> = classes.into_iter().collect();
        Self(Arc::new(Wishes {
            excluded: excluded.into_iter().map(WildMatch::new).collect(),
            classes: (!classes.is_empty()).then_some(classes),
            labels,
        }))
    }

    /// Whether anything in this namespace may be shown.
    pub fn admits_namespace(&self, namespace: &str) -> bool {
        !self.0.excluded.iter().any(|glob| glob.matches(namespace))
    }

    /// Whether the row is shown. The API server itself applies the label selector.
    pub fn admits(&self, row: &Ingress) -> bool {
        let of_class =
            |classes: &BTreeSet<String>| row.class.as_ref().is_some_and(|class| classes.contains(class));
        self.0.classes.as_ref().is_none_or(of_class) && self.admits_namespace(&row.namespace)
    }

    /// The label selector for the API server.
    pub fn label_selector(&self) -> Option<&str> {
        self.0.labels.as_deref()
    }
}

/// What is left out, in words; nothing where nothing is.
impl fmt::Display for Narrowing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Wishes { excluded, classes, labels } = &*self.0;
        let excluded = excluded.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let classes = classes.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
        let wishes = [
            ("without the namespaces", excluded.as_str()),
            ("only of the class", classes.as_str()),
            ("only with the labels", labels.as_deref().unwrap_or_default()),
        ];
        let said = wishes.into_iter().filter(|(_, what)| !what.is_empty());
        let said: Vec<String> = said.map(|(wish, what)| format!("{wish} {what}")).collect();
        formatter.write_str(&said.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::tests::ingress;

    fn narrowing() -> Narrowing {
        let labels = Some("app=web".to_owned());
        Narrowing::new(["kube-*", "ci"], ["nginx".to_owned(), "internal".to_owned()], labels)
    }

    #[test]
    fn without_wishes_everything_is_shown() {
        let none = Narrowing::default();
        assert!(none.admits(&ingress("kube-system", "web", "1")));
        assert_eq!((none.label_selector(), none.to_string().as_str()), (None, ""));
    }

    #[test]
    fn a_row_is_shown_when_its_namespace_and_its_class_are() {
        let of_class = |namespace, class: Option<&str>| {
            let row = Ingress { class: class.map(str::to_owned), ..ingress(namespace, "web", "1") };
            narrowing().admits(&row)
        };
        assert!(of_class("shop", Some("nginx")));
        assert!(!of_class("shop", Some("traefik")));
        assert!(!of_class("shop", None));
        assert!(!of_class("kube-system", Some("nginx")));
        assert!(!of_class("ci", Some("nginx")));
        assert!(of_class("ci-2", Some("nginx")));
    }

    #[test]
    fn readers_are_told_what_is_left_out() {
        let expected = "without the namespaces kube-*, ci, only of the class internal, nginx, only with the labels app=web";
        assert_eq!(narrowing().to_string(), expected);
    }
}
