//! nginx, configured as ingress-nginx configures it.
//!
//! The text follows the controller's template, without what has nothing to do with which location is chosen:
//! - <https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl>
//! - `buildServerName`, `enforceRegexModifier`, `buildLocation` and `buildProxyPass` of
//!   <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/template/template.go>
//!
//! Requests are passed on, as there, to an upstream: nginx redirects by itself from `/foo` to a location `/foo/` only
//! where it does. The upstream answers the name of the backend that it was asked for.

pub(crate) mod servers;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use kube_ingress_dash_model::ingress::Ingress;

use crate::cause::{self, Cause};
use crate::comparison::Subject;
use crate::proxy::{Folder, Proxy, program};
use crate::scenario::Annotations;
use servers::{DEFAULT_SERVER, Location, PathType, Servers, servers};

/// nginx behind ingress-nginx.
pub(crate) struct Nginx;

impl Subject for Nginx {
    const CONTROLLER: &str = "k8s.io/ingress-nginx";
    const ANNOTATIONS: Annotations = Annotations::Nginx;

    fn takes(&self, ingresses: &[Ingress]) -> bool {
        duplicate(ingresses).is_none()
    }

    fn start<'a>(&self, scenarios: impl Iterator<Item = &'a [Ingress]>) -> Proxy {
        let folder = Folder::new("nginx");
        let text = configuration(&folder, scenarios);
        let file = folder.write("nginx.conf", &text);
        let prefix = folder.path().as_os_str().to_owned();
        let arguments = ["-p".into(), prefix, "-c".into(), file.into(), "-e".into(), "stderr".into()];
        Proxy::start(folder, program("KUBE_INGRESS_DASH_NGINX"), &arguments)
    }

    fn causes(&self) -> &'static [Cause] {
        &[cause::REDIRECT]
    }
}

/// The location that the configuration has twice. nginx refuses it then, and the controller keeps what it had:
/// <https://github.com/kubernetes/ingress-nginx/issues/10090>
pub(crate) fn duplicate(ingresses: &[Ingress]) -> Option<String> {
    servers(ingresses).iter().find_map(|(host, locations)| {
        if is_regex(locations) {
            return None;
        }
        let mut seen = BTreeSet::new();
        let mut texts = locations.iter().map(|location| text(location, false));
        texts.find(|text| !seen.insert(text.clone())).map(|text| format!("{host} {text}"))
    })
}

/// What NGINX says of the configuration that it refuses; none where it takes it.
pub(crate) fn refusal(ingresses: &[Ingress]) -> Option<String> {
    let folder = Folder::new("nginx");
    let file = folder.write("nginx.conf", &configuration(&folder, std::iter::once(ingresses)));
    let mut command = Command::new(program("KUBE_INGRESS_DASH_NGINX"));
    let output =
        command.arg("-t").arg("-p").arg(folder.path()).arg("-c").arg(file).args(["-e", "stderr"]).output();
    let output = output.expect("nginx's program starts");
    (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

fn configuration<'a>(folder: &Folder, scenarios: impl Iterator<Item = &'a [Ingress]>) -> String {
    let answers = folder.path().join("answers.sock");
    let answers = answers.display();
    let mut text = format!(
        "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr error;\n\
         events {{ worker_connections 1024; }}\n\
         http {{\naccess_log off;\n\
         client_body_temp_path body;\nproxy_temp_path proxy;\nfastcgi_temp_path fastcgi;\nuwsgi_temp_path uwsgi;\n\
         scgi_temp_path scgi;\n\
         server_names_hash_max_size 4096;\nserver_names_hash_bucket_size 128;\n\
         upstream answers {{ server unix:{answers}; }}\n\
         server {{ listen unix:{answers}; return 200 $http_x_answer; }}\n"
    );
    for (index, ingresses) in scenarios.enumerate() {
        write_servers(&mut text, &folder.socket(index), &servers(ingresses));
    }
    text.push_str("}\n");
    text
}

fn write_servers(text: &mut String, socket: &Path, servers: &Servers) {
    let socket = socket.display();
    for (host, locations) in servers {
        let is_default = if host == DEFAULT_SERVER { " default_server" } else { "" };
        writeln!(text, "server {{\nlisten unix:{socket}{is_default};\nserver_name {};", server_name(host))
            .unwrap();
        let regex = is_regex(locations);
        for location in locations {
            write_location(text, location, regex);
        }
        text.push_str("}\n");
    }
}

/// A wildcard is one label.
fn server_name(host: &str) -> String {
    match host.strip_prefix("*.") {
        Some(domain) => format!(r"~^(?<subdomain>[\w-]+)\.{}$", domain.replace('.', r"\.")),
        None => host.to_owned(),
    }
}

fn is_regex(locations: &[Location]) -> bool {
    locations.iter().any(Location::enforces_regex)
}

fn text(location: &Location, regex: bool) -> String {
    match location.path_type {
        _ if regex => format!("~* \"^{}\"", location.path),
        PathType::Exact => format!("= {}", location.path),
        PathType::Prefix => location.path.clone(),
    }
}

fn write_location(configuration: &mut String, location: &Location, regex: bool) {
    writeln!(configuration, "location {} {{", text(location, regex)).unwrap();
    let target = &location.rewrite.target;
    if !target.is_empty() && *target != location.path {
        writeln!(configuration, "rewrite \"(?i){}\" {target} break;", location.path).unwrap();
    }
    writeln!(
        configuration,
        "proxy_set_header X-Answer {};\nproxy_pass http://answers;\n}}",
        location.backend
    )
    .unwrap();
}
