//! Objects as rows of a table, with the columns that `kubectl get` shows.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::age::human_age;
use crate::object::{Object, metadata_text};
use crate::representation::metadata_only;
use crate::resource::Resource;
use crate::status::Status;

/// How much of each object comes along with its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Include {
    Nothing,
    Metadata,
    Whole,
}

impl Include {
    /// Reads the parameter `includeObject`.
    pub(crate) fn parse(text: &str) -> Result<Self, Status> {
        match text {
            "" | "Metadata" => Ok(Self::Metadata),
            "None" => Ok(Self::Nothing),
            "Object" => Ok(Self::Whole),
            other => Err(Status::bad_request(format!("unrecognized includeObject value: {other:?}"))),
        }
    }
}

/// The objects as a `Table`.
pub(crate) fn of<'a>(
    resource: Resource,
    objects: impl IntoIterator<Item = &'a Object>,
    include: Include,
    with_columns: bool,
    metadata: &Value,
) -> Value {
    let now = Timestamp::now();
    let row = |object: &Object| {
        let mut row = json!({"cells": cells(object, now)});
        match include {
            Include::Nothing => {}
            Include::Metadata => row["object"] = metadata_only(object),
            Include::Whole => row["object"] = object.to_json(),
        }
        row
    };
    let rows: Vec<Value> = objects.into_iter().map(row).collect();
    let columns = if with_columns { columns(resource) } else { Vec::new() };
    json!({
        "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
        "columnDefinitions": columns, "rows": rows,
    })
}

fn columns(resource: Resource) -> Vec<Value> {
    let definitions: &[(&str, &str)] = match resource {
        Resource::Namespaces => &[
            ("Name", "Name must be unique within a namespace."),
            ("Status", "The status of the namespace"),
            ("Age", "Time since the object was created."),
        ],
        Resource::Ingresses => &[
            ("Name", "Name must be unique within a namespace."),
            (
                "Class",
                "The name of the IngressClass resource that should be used for additional configuration",
            ),
            ("Hosts", "Hosts that incoming requests are matched against before the ingress rule"),
            ("Address", "Address is a list containing ingress points for the load-balancer"),
            ("Ports", "Ports of TLS configurations that open"),
            ("Age", "Time since the object was created."),
        ],
        Resource::IngressClasses => &[
            ("Name", "Name must be unique within a namespace."),
            ("Controller", "Controller that is responsible for handling this class"),
            ("Parameters", "A reference to a resource with additional parameters"),
            ("Age", "Time since the object was created."),
        ],
        Resource::Events => &[
            ("Last Seen", "Time since the event was last seen."),
            ("Type", "Type of this event (Normal, Warning), new types could be added in the future"),
            ("Reason", "The machine understandable reason for the transition of the object's status"),
            ("Object", "The object that this event is about"),
            ("Message", "A human-readable description of the status of this operation."),
        ],
    };
    let column = |(name, description): &(&str, &str)| {
        let format = if *name == "Name" { "name" } else { "" };
        json!({"name": name, "type": "string", "format": format, "description": description, "priority": 0})
    };
    definitions.iter().map(column).collect()
}

fn cells(object: &Object, now: Timestamp) -> Vec<Value> {
    let content = object.content();
    let age = |time: Option<&str>| {
        let since = time.and_then(|text| text.parse().ok());
        since.map_or_else(|| "<unknown>".to_owned(), |since| human_age(since, now))
    };
    let created = metadata_text(&content, "creationTimestamp");
    match object.key.resource {
        Resource::Namespaces => {
            let phase = content.get("status").and_then(|status| status["phase"].as_str());
            vec![object.key.name.clone().into(), phase.unwrap_or_default().into(), age(created).into()]
        }
        Resource::Ingresses => {
            let spec = content.get("spec").unwrap_or(&Value::Null);
            vec![
                object.key.name.clone().into(),
                spec["ingressClassName"].as_str().unwrap_or("<none>").into(),
                hosts(spec).into(),
                addresses(&content).into(),
                if spec["tls"].as_array().is_some_and(|tls| !tls.is_empty()) { "80, 443" } else { "80" }
                    .into(),
                age(created).into(),
            ]
        }
        Resource::IngressClasses => {
            let spec = content.get("spec").unwrap_or(&Value::Null);
            vec![
                object.key.name.clone().into(),
                spec["controller"].as_str().unwrap_or_default().into(),
                spec["parameters"]["name"].as_str().unwrap_or("<none>").into(),
                age(created).into(),
            ]
        }
        Resource::Events => {
            let text = |field: &str| content.get(field).and_then(Value::as_str);
            let kind = object.field("involvedObject.kind").to_ascii_lowercase();
            vec![
                age(text("lastTimestamp").or(created)).into(),
                text("type").unwrap_or_default().into(),
                text("reason").unwrap_or_default().into(),
                format!("{kind}/{}", object.field("involvedObject.name")).into(),
                text("message").unwrap_or_default().trim().into(),
            ]
        }
    }
}

fn hosts(spec: &Value) -> String {
    const SHOWN: usize = 3;
    let rules = spec["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
    let hosts: Vec<&str> =
        rules.iter().filter_map(|rule| rule["host"].as_str()).filter(|host| !host.is_empty()).collect();
    match hosts.len() {
        0 => "*".to_owned(),
        more if more > SHOWN => format!("{} + {} more...", hosts[..SHOWN].join(","), more - SHOWN),
        _ => hosts.join(","),
    }
}

fn addresses(content: &Map<String, Value>) -> String {
    let points = content.get("status").and_then(|status| status["loadBalancer"]["ingress"].as_array());
    let addresses: BTreeSet<&str> = points
        .into_iter()
        .flatten()
        .filter_map(|point| point["ip"].as_str().or_else(|| point["hostname"].as_str()))
        .collect();
    addresses.into_iter().collect::<Vec<_>>().join(",")
}
