//! HAProxy, configured as haproxy-ingress configures it.
//!
//! The text follows the controller's template, without what has nothing to do with which backend is chosen:
//! <https://github.com/jcmoraisjr/haproxy-ingress/blob/master/rootfs/etc/templates/haproxy/haproxy.tmpl>
//!
//! There the backend is the value that the maps give. Here that value is the answer.

pub(crate) mod hosts;
mod maps;

use std::fmt::Write as _;
use std::path::Path;

use kube_ingress_dash_model::ingress::Ingress;

use crate::cause::{self, Cause};
use crate::comparison::Subject;
use crate::proxy::{Folder, Proxy, program};
use crate::scenario::Annotations;
use hosts::{DEFAULT_HOST, Match, StrictHost};
use maps::Map;

/// HAProxy behind haproxy-ingress.
pub(crate) struct Haproxy {
    pub(crate) strict: StrictHost,
}

impl Subject for Haproxy {
    const CONTROLLER: &str = "haproxy-ingress.github.io/controller";
    const ANNOTATIONS: Annotations = Annotations::None;

    fn takes(&self, _: &[Ingress]) -> bool {
        true
    }

    fn start<'a>(&self, scenarios: impl Iterator<Item = &'a [Ingress]>) -> Proxy {
        let folder = Folder::new("haproxy");
        let mut text = String::from(
            "global\n    nbthread 1\ndefaults\n    mode http\n    timeout client 20s\n    timeout server 20s\n    \
             timeout connect 20s\n",
        );
        for (index, ingresses) in scenarios.enumerate() {
            write_frontend(&mut text, &folder, index, ingresses, self.strict);
        }
        let file = folder.write("haproxy.cfg", &text);
        let arguments = ["-db".into(), "-f".into(), file.into()];
        Proxy::start(folder, program("KUBE_INGRESS_DASH_HAPROXY"), &arguments)
    }

    fn causes(&self) -> &'static [Cause] {
        &[
            cause::EQUAL_AGE,
            cause::FINAL_DOT,
            cause::RESOURCE,
            cause::DEFAULT_BACKEND,
            cause::NO_PATHS,
            cause::EXACT_ROOT,
            cause::LESS_SPECIFIC_HOST,
            cause::IMPLEMENTATION_SPECIFIC,
            cause::WILDCARD,
            cause::FINAL_SLASH,
        ]
    }
}

fn write_frontend(
    text: &mut String,
    folder: &Folder,
    index: usize,
    ingresses: &[Ingress],
    strict: StrictHost,
) {
    let socket = folder.socket(index);
    write!(
        text,
        "frontend front_{index}\n    bind unix@{}\n    \
         http-request set-var(req.path) path\n    \
         http-request set-var(req.host) hdr(host),field(1,:),lower\n    \
         http-request set-var(req.base) var(req.host),concat(\\#,req.path)\n",
        socket.display()
    )
    .unwrap();
    let hosts = hosts::hosts(ingresses, strict);
    let of =
        |is_default: bool| maps::maps(hosts.iter().filter(|(host, _)| (*host == DEFAULT_HOST) == is_default));
    let default_base = format!("str({DEFAULT_HOST}\\#),concat(,req.path)");
    for (base, maps, label) in [("var(req.base)", of(false), "host"), (&default_base, of(true), "default")] {
        for (number, map) in maps.iter().enumerate() {
            let file = folder.write(&format!("{index}_{label}_{number}.map"), &lines(map));
            write_lookup(text, base, map.compared, &file);
        }
    }
    text.push_str(
        "    http-request return status 200 content-type text/plain lf-string \"%[var(req.backend)]\" \
         if { var(req.backend) -m found }\n    \
         http-request return status 200 content-type text/plain string controller\n",
    );
}

fn write_lookup(text: &mut String, base: &str, compared: Match, file: &Path) {
    let (lower, method) = match compared {
        Match::Exact => ("", "str"),
        Match::Prefix => ("", "dir"),
        Match::Begin => (",lower", "beg"),
        Match::Regex => ("", "reg"),
    };
    writeln!(
        text,
        "    http-request set-var(req.backend) {base}{lower},map_{method}({}) if !{{ var(req.backend) -m found }}",
        file.display()
    )
    .unwrap();
}

fn lines(map: &Map) -> String {
    let mut lines = String::new();
    for line in &map.lines {
        writeln!(lines, "{} {}", line.key, line.backend).unwrap();
    }
    lines
}
