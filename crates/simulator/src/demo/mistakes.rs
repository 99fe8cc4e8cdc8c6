//! Mistakes that people make, in a few of nginx's and Traefik's Ingresses, so that a dashboard has each of them to find.
//! They are the rare ones: common ones come with the rest of the cluster.

use serde_json::{Value, json};

/// The mistakes come anew after so many of nginx's Ingresses.
const ROUND_OF_NGINX: usize = 300;

/// The mistakes come anew after so many of Traefik's Ingresses.
const ROUND_OF_TRAEFIK: usize = 100;

/// Makes the mistake of the Ingress with this number among nginx's, if it has one.
pub(crate) fn of_nginx(number: usize, ingress: &mut Value) {
    let round = number / ROUND_OF_NGINX;
    match number % ROUND_OF_NGINX {
        40 => retired_host(ingress),
        80 => ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/canary"] = "true".into(),
        120 => set_path(ingress, "/search?q="),
        160 | 170 => catch_all(ingress),
        200 => set_host(ingress, &format!("*.sale-{round}.example.com")),
        210 => {
            set_host(ingress, &format!("summer.sale-{round}.example.com"));
            set_path(ingress, "/offers");
        }
        250 => ingress["spec"]["ingressClassName"] = "nginx-retired".into(),
        _ => {}
    }
}

/// Makes the mistake of the Ingress with this number among Traefik's, if it has one.
pub(crate) fn of_traefik(number: usize, ingress: &mut Value) {
    let round = number / ROUND_OF_TRAEFIK;
    match number % ROUND_OF_TRAEFIK {
        30 => set_host(ingress, &format!("*.tenants-{round}.example.com")),
        40 => set_host(ingress, &format!("acme.tenants-{round}.example.com")),
        _ => {}
    }
}

/// A certificate for a host that moved away.
fn retired_host(ingress: &mut Value) {
    let name = ingress["metadata"]["name"].as_str().unwrap_or_default();
    let entry =
        json!({"hosts": [format!("{name}.retired.example.com")], "secretName": format!("{name}-retired")});
    match ingress["spec"]["tls"].as_array_mut() {
        Some(entries) => entries.push(entry),
        None => ingress["spec"]["tls"] = json!([entry]),
    }
}

/// All that nothing else answers goes to the backend of its first path.
fn catch_all(ingress: &mut Value) {
    let backend = &ingress["spec"]["rules"][0]["http"]["paths"][0]["backend"];
    if backend.is_object() {
        let class = &ingress["spec"]["ingressClassName"];
        ingress["spec"] = json!({"ingressClassName": class, "defaultBackend": backend});
    }
}

/// Its first rule, if it has any, is for this host.
fn set_host(ingress: &mut Value, host: &str) {
    if let Some(rule) = ingress.pointer_mut("/spec/rules/0") {
        rule["host"] = host.into();
    }
}

/// Its first rule, if it has paths, has this one alone.
fn set_path(ingress: &mut Value, path: &str) {
    if let Some(paths) = ingress.pointer_mut("/spec/rules/0/http/paths").and_then(Value::as_array_mut) {
        paths.truncate(1);
        for first in paths {
            first["path"] = path.into();
            first["pathType"] = "Prefix".into();
        }
    }
}
