//! The checks that an object must pass to be stored, so that what is served is always an object
//! that typed clients can read.

use serde_json::{Map, Value};

use crate::object::{Key, metadata_text};
use crate::resource::Resource;
use crate::status::Status;

/// Checks an object's content, whose key is known, as the API server would.
pub(crate) fn validate(key: &Key, content: &Map<String, Value>) -> Result<(), Status> {
    let invalid = |field: &str, problem: &str| Status::invalid(key.resource, &key.name, field, problem);
    check_name(key)?;
    for field in ["labels", "annotations"] {
        let Some(texts) = content.get("metadata").and_then(|metadata| metadata.get(field)) else {
            continue;
        };
        let is_texts = texts.as_object().is_some_and(|texts| texts.values().all(Value::is_string));
        if !is_texts && !texts.is_null() {
            return Err(invalid(&format!("metadata.{field}"), "Invalid value: must be a map of strings"));
        }
    }
    let created = metadata_text(content, "creationTimestamp");
    if created.is_some_and(|created| created.parse::<jiff::Timestamp>().is_err()) {
        return Err(invalid("metadata.creationTimestamp", "Invalid value: must be an RFC 3339 time"));
    }
    let checked = match key.resource {
        Resource::Namespaces => Ok(()),
        Resource::Ingresses => check_ingress(content.get("spec").unwrap_or(&Value::Null)),
        Resource::IngressClasses => check_ingress_class(content.get("spec").unwrap_or(&Value::Null)),
        Resource::Events => check_event(key, content.get("involvedObject").unwrap_or(&Value::Null)),
    };
    checked.map_err(|(field, problem)| invalid(&field, problem))
}

fn check_name(key: &Key) -> Result<(), Status> {
    let (longest, dots) = match key.resource {
        Resource::Namespaces => (63, false),
        Resource::Ingresses | Resource::IngressClasses | Resource::Events => (253, true),
    };
    let inner =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    let is_label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(inner)
    };
    let fine = if dots { key.name.split('.').all(is_label) } else { is_label(&key.name) };
    if fine && key.name.len() <= longest {
        return Ok(());
    }
    let problem = if key.name.is_empty() {
        "Required value: name or generateName is required".to_owned()
    } else if dots {
        format!(
            "Invalid value: {:?}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
            key.name
        )
    } else {
        format!(
            "Invalid value: {:?}: a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            key.name
        )
    };
    Err(Status::invalid(key.resource, &key.name, "metadata.name", &problem))
}

type Problem = (String, &'static str);

fn check_event(key: &Key, involved: &Value) -> Result<(), Problem> {
    if !involved.is_object() {
        return Err(("involvedObject".to_owned(), "Required value"));
    }
    if involved["namespace"].as_str() != Some(&key.namespace) {
        return Err(("involvedObject.namespace".to_owned(), "Invalid value: does not match event.namespace"));
    }
    Ok(())
}

fn check_ingress_class(spec: &Value) -> Result<(), Problem> {
    let is_named = spec["controller"].as_str().is_some_and(|controller| controller.contains('/'));
    is_named.then_some(()).ok_or_else(|| {
        (
            "spec.controller".to_owned(),
            "Invalid value: must be a domain-prefixed path (such as \"acme.io/foo\")",
        )
    })
}

fn check_ingress(spec: &Value) -> Result<(), Problem> {
    let rules = list(&spec["rules"], "spec.rules")?;
    list(&spec["tls"], "spec.tls")?;
    let default = &spec["defaultBackend"];
    if rules.is_empty() && default.is_null() {
        return Err((
            "spec".to_owned(),
            "Invalid value: either `defaultBackend` or `rules` must be specified",
        ));
    }
    if !default.is_null() {
        check_backend(default, "spec.defaultBackend")?;
    }
    for (index, rule) in rules.iter().enumerate() {
        let field = format!("spec.rules[{index}]");
        if !rule.is_object() || !(rule["host"].is_null() || rule["host"].is_string()) {
            return Err((field, "Invalid value: must be a rule with a host as text"));
        }
        if rule["http"].is_null() {
            continue;
        }
        let field = format!("{field}.http.paths");
        let paths = list(&rule["http"]["paths"], &field)?;
        if paths.is_empty() {
            return Err((field, "Required value"));
        }
        for (index, path) in paths.iter().enumerate() {
            check_path(path, &format!("{field}[{index}]"))?;
        }
    }
    Ok(())
}

fn check_path(path: &Value, field: &str) -> Result<(), Problem> {
    let text = path["path"].as_str();
    match path["pathType"].as_str() {
        None => {
            return Err((format!("{field}.pathType"), "Required value: pathType must be specified"));
        }
        Some("Exact" | "Prefix") if !text.is_some_and(|text| text.starts_with('/')) => {
            return Err((format!("{field}.path"), "Invalid value: must be an absolute path"));
        }
        Some("Exact" | "Prefix" | "ImplementationSpecific") => {}
        Some(_) => return Err((format!("{field}.pathType"), "Unsupported value")),
    }
    if !(path["path"].is_null() || path["path"].is_string()) {
        return Err((format!("{field}.path"), "Invalid value: must be text"));
    }
    check_backend(&path["backend"], &format!("{field}.backend"))
}

fn check_backend(backend: &Value, field: &str) -> Result<(), Problem> {
    let (service, resource) = (&backend["service"], &backend["resource"]);
    match (service.is_null(), resource.is_null()) {
        (true, true) => Err((field.to_owned(), "Required value: must have either a service or a resource")),
        (false, false) => {
            Err((field.to_owned(), "Invalid value: cannot set both resource and service backends"))
        }
        (true, false) if !(resource["kind"].is_string() && resource["name"].is_string()) => {
            Err((format!("{field}.resource"), "Required value: kind and name"))
        }
        (true, false) => Ok(()),
        (false, true) => {
            let port = &service["port"];
            let number = port["number"].as_u64().filter(|number| (1..=65_535).contains(number));
            if !service["name"].is_string() {
                return Err((format!("{field}.service.name"), "Required value"));
            }
            if number.is_none() && !port["name"].is_string() {
                return Err((
                    format!("{field}.service.port"),
                    "Required value: port name or number is required",
                ));
            }
            Ok(())
        }
    }
}

fn list<'a>(value: &'a Value, field: &str) -> Result<&'a [Value], Problem> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(items) => Ok(items),
        _ => Err((field.to_owned(), "Invalid value: must be a list")),
    }
}
