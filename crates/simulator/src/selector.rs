//! Label and field selectors: which objects a list or a watch is about.

use std::collections::BTreeSet;

use crate::object::{Key, Object};
use crate::resource::Resource;
use crate::selectable;
use crate::status::Status;

/// What a list or a watch is about: a resource, perhaps one namespace of it, and selectors.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(crate) resource: Resource,
    pub(crate) namespace: Option<String>,
    labels: Vec<LabelTerm>,
    fields: Vec<FieldTerm>,
}

impl Selection {
    /// Parses `labelSelector` and `fieldSelector`; either may be empty.
    pub(crate) fn parse(
        resource: Resource,
        namespace: Option<&str>,
        labels: &str,
        fields: &str,
    ) -> Result<Self, Status> {
        Ok(Self {
            resource,
            namespace: namespace.map(str::to_owned),
            labels: split_terms(labels).map(LabelTerm::parse).collect::<Result<_, _>>()?,
            fields: split_terms(fields)
                .map(|term| FieldTerm::parse(resource, term))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Everything of a resource, in one namespace or in all.
    pub(crate) fn all(resource: Resource, namespace: Option<&str>) -> Self {
        Self { resource, namespace: namespace.map(str::to_owned), labels: Vec::new(), fields: Vec::new() }
    }

    /// Whether labels or fields narrow it.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.labels.is_empty() || !self.fields.is_empty()
    }

    /// Whether the key is of the resource and the namespace.
    pub(crate) fn covers(&self, key: &Key) -> bool {
        key.resource == self.resource
            && self.namespace.as_ref().is_none_or(|namespace| *namespace == key.namespace)
    }

    /// Whether this version of an object is selected.
    pub(crate) fn matches(&self, object: &Object) -> bool {
        self.covers(&object.key)
            && self.labels.iter().all(|term| term.matches(object))
            && self.fields.iter().all(|term| term.matches(object))
    }
}

#[derive(Clone, Debug)]
enum LabelTerm {
    Exists(String),
    Absent(String),
    In(String, BTreeSet<String>),
    NotIn(String, BTreeSet<String>),
}

impl LabelTerm {
    fn parse(text: &str) -> Result<Self, Status> {
        let term = Self::recognize(text.trim());
        term.filter(|term| is_label_key(term.key()) && term.values().all(|value| is_label_value(value)))
            .ok_or_else(|| Status::bad_request(format!("unable to parse requirement: {text:?}")))
    }

    fn recognize(text: &str) -> Option<Self> {
        if let Some(key) = text.strip_prefix('!') {
            return Some(Self::Absent(key.trim().to_owned()));
        }
        if let Some((key, value)) = text.split_once("!=") {
            return Some(Self::NotIn(key.trim().to_owned(), single(value)));
        }
        if let Some((key, value)) = text.split_once("==").or_else(|| text.split_once('=')) {
            return Some(Self::In(key.trim().to_owned(), single(value)));
        }
        let Some((head, values)) = text.split_once('(') else {
            return Some(Self::Exists(text.to_owned()));
        };
        let values = values.strip_suffix(')')?.split(',').map(|value| value.trim().to_owned()).collect();
        match head.split_whitespace().collect::<Vec<_>>().as_slice() {
            [key, "in"] => Some(Self::In((*key).to_owned(), values)),
            [key, "notin"] => Some(Self::NotIn((*key).to_owned(), values)),
            _ => None,
        }
    }

    fn key(&self) -> &str {
        match self {
            Self::Exists(key) | Self::Absent(key) | Self::In(key, _) | Self::NotIn(key, _) => key,
        }
    }

    fn values(&self) -> impl Iterator<Item = &String> {
        let values = match self {
            Self::Exists(_) | Self::Absent(_) => None,
            Self::In(_, values) | Self::NotIn(_, values) => Some(values),
        };
        values.into_iter().flatten()
    }

    fn matches(&self, object: &Object) -> bool {
        let value = object.labels.get(self.key());
        match self {
            Self::Exists(_) => value.is_some(),
            Self::Absent(_) => value.is_none(),
            Self::In(_, values) => value.is_some_and(|value| values.contains(value)),
            Self::NotIn(_, values) => value.is_none_or(|value| !values.contains(value)),
        }
    }
}

#[derive(Clone, Debug)]
struct FieldTerm {
    field: &'static str,
    value: String,
    equal: bool,
}

impl FieldTerm {
    fn parse(resource: Resource, text: &str) -> Result<Self, Status> {
        let parts = text
            .split_once("!=")
            .map(|parts| (parts, false))
            .or_else(|| text.split_once("==").or_else(|| text.split_once('=')).map(|parts| (parts, true)));
        let Some(((field, value), equal)) = parts else {
            return Err(Status::bad_request(format!(
                "invalid selector: '{text}'; can't understand '{text}'"
            )));
        };
        let field = selectable::find(resource, field)
            .ok_or_else(|| Status::bad_request(format!("field label not supported: {field}")))?;
        Ok(Self { field, value: value.to_owned(), equal })
    }

    fn matches(&self, object: &Object) -> bool {
        (object.field(self.field) == self.value) == self.equal
    }
}

/// Splits at commas outside parentheses; an empty selector has no terms.
fn split_terms(selector: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    selector
        .split(move |character| {
            match character {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            character == ',' && depth <= 0
        })
        .filter(|_| !selector.trim().is_empty())
}

fn single(value: &str) -> BTreeSet<String> {
    BTreeSet::from([value.trim().to_owned()])
}

fn is_label_key(key: &str) -> bool {
    !key.is_empty()
        && key.chars().all(|character| character.is_ascii_alphanumeric() || "-_./".contains(character))
}

fn is_label_value(value: &str) -> bool {
    value.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(labels: &str, object: &serde_json::Value) -> bool {
        let content = json!({"metadata": {"labels": object}}).as_object().cloned().unwrap();
        let object = Object::new(Key::ingress("shop", "web"), 1, content);
        Selection::parse(Resource::Ingresses, None, labels, "").unwrap().matches(&object)
    }

    #[test]
    fn label_selectors_have_the_semantics_of_kubernetes() {
        let object = json!({"app": "web", "tier": "front"});
        for (selector, expected) in [
            ("", true),
            ("app=web", true),
            ("app==web,tier!=back", true),
            ("app=api", false),
            ("app in (api, web)", true),
            ("app notin (api,web)", false),
            ("team!=shop", true),
            ("team notin (shop)", true),
            ("tier", true),
            ("!tier", false),
            ("!team", true),
        ] {
            assert_eq!(matches(selector, &object), expected, "{selector}");
        }
    }

    #[test]
    fn a_selector_that_makes_no_sense_is_a_bad_request() {
        for selector in ["=", "app in", "app in (a", "app within (a)", ",", "a b"] {
            let error = Selection::parse(Resource::Ingresses, None, selector, "").unwrap_err();
            assert_eq!(error.code(), 400, "{selector}");
        }
        for selector in ["spec.host=a", "involvedObject.uid=a", "metadata.name"] {
            let error = Selection::parse(Resource::Ingresses, None, "", selector).unwrap_err();
            assert_eq!(error.code(), 400, "{selector}");
        }
    }
}
