//! Rows as CSV, for the server and for the page, which exports what it shows.
//!
//! It is RFC 4180, and safe to open in a spreadsheet: a text that one would take for a formula has an apostrophe before
//! it, and so has what would begin a cell where cells are separated by semicolons or tabs.

use std::fmt::Write as _;

use crate::ingress::{Backend, Ingress};
use crate::tls::{self, EdgeClasses, TlsState};

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lines {
    /// An Ingress.
    #[default]
    Ingresses,
    /// A host and a path of an Ingress, or its default backend.
    Routes,
}

impl Lines {
    /// Appends the names of the columns.
    pub fn write_header(self, csv: &mut String) {
        csv.push_str(match self {
            Self::Ingresses => {
                "namespace,name,class,hosts,routes,tls,tlsSecrets,addresses,labels,createdAt,changedAt,findings\r\n"
            }
            Self::Routes => "namespace,name,class,host,path,pathType,backend,port,tls,addresses\r\n",
        });
    }

    /// Appends the lines of an Ingress.
    pub fn write(self, csv: &mut String, ingress: &Ingress, edge: &EdgeClasses) {
        match self {
            Self::Ingresses => write_ingress(csv, ingress, edge),
            Self::Routes => write_routes(csv, ingress, edge),
        }
    }
}

fn write_ingress(csv: &mut String, ingress: &Ingress, edge: &EdgeClasses) {
    let routes = ingress
        .routes()
        .map(|(host, path)| [host.unwrap_or("*"), &path.path, "=", &path.backend.to_string()].concat());
    let default = ingress.default_backend.iter().map(|backend| ["default=", &backend.to_string()].concat());
    let hosts = ingress.hosts().map(|host| host.unwrap_or("*"));
    let secrets = ingress.tls.iter().filter_map(|tls| tls.secret.as_deref());
    let labels = ingress.labels.iter().map(|(key, value)| [key.as_str(), "=", value].concat());
    let findings =
        ingress.findings.iter().map(|(severity, kind)| [severity.name(), "=", kind.name()].concat());
    write_line(
        csv,
        &[
            &ingress.namespace,
            &ingress.name,
            ingress.class.as_deref().unwrap_or_default(),
            &joined(hosts),
            &joined(routes.chain(default)),
            TlsState::of(ingress, edge).name(),
            &joined(secrets),
            &joined(&ingress.addresses),
            &joined(labels),
            &ingress.created_at.map(|time| time.to_string()).unwrap_or_default(),
            &ingress.changed_at.map(|time| time.to_string()).unwrap_or_default(),
            &joined(findings),
        ],
    );
}

fn write_routes(csv: &mut String, ingress: &Ingress, edge: &EdgeClasses) {
    let addresses = joined(&ingress.addresses);
    let ends_at_edge = tls::ends_at_edge(ingress, edge);
    let mut write = |host: Option<&str>, path: &str, path_type: &str, backend: Option<&Backend>| {
        let tls = match host {
            Some(host) if tls::covers_host(ingress, host) => TlsState::Full,
            None if tls::coverage(ingress) == tls::TlsCoverage::Full => TlsState::Full,
            _ if ends_at_edge => TlsState::Edge,
            _ => TlsState::None,
        };
        let (name, port) = match backend {
            None => (String::new(), ""),
            Some(Backend::Service { service, port }) => (service.clone(), port.as_str()),
            Some(resource) => (resource.to_string(), ""),
        };
        let class = ingress.class.as_deref().unwrap_or_default();
        let host = host.unwrap_or("*");
        let cells = [
            &ingress.namespace,
            &ingress.name,
            class,
            host,
            path,
            path_type,
            &name,
            port,
            tls.name(),
            &addresses,
        ];
        write_line(csv, &cells);
    };
    for rule in &ingress.rules {
        for path in &rule.paths {
            write(rule.host.as_deref(), &path.path, &path.path_type, Some(&path.backend));
        }
        if rule.paths.is_empty() {
            write(rule.host.as_deref(), "", "", None);
        }
    }
    if ingress.default_backend.is_some() || ingress.rules.is_empty() {
        write(None, "", "", ingress.default_backend.as_ref());
    }
}

/// Values with a space between them, which none of them has.
fn joined(values: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for value in values {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(value.as_ref());
    }
    text
}

fn write_line(csv: &mut String, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate() {
        if column > 0 {
            csv.push(',');
        }
        write_cell(csv, cell);
    }
    csv.push_str("\r\n");
}

fn write_cell(csv: &mut String, cell: &str) {
    let defused = defused(cell);
    if defused != cell || cell.contains([',', '"', '\r', '\n']) {
        // Writing to a text does not fail.
        let _ = write!(csv, "\"{}\"", defused.replace('"', "\"\""));
    } else {
        csv.push_str(cell);
    }
}

/// The text without a formula at its beginning, and after what a spreadsheet of some languages separates cells by.
fn defused(cell: &str) -> String {
    let mut defused = String::with_capacity(cell.len());
    for piece in cell.split_inclusive([';', '\t', '\r', '\n']) {
        // Quotation marks may be taken for those around a cell.
        let is_blank = |letter: char| letter.is_whitespace() || letter == '"';
        let begin = piece.trim_start_matches(is_blank).chars().next().unwrap_or_default();
        let is_first = defused.is_empty();
        if "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(begin)
            || (is_first && piece.starts_with(['\t', '\r', '\n']))
        {
            defused.push('\'');
        }
        defused.push_str(piece);
    }
    defused
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingKind, Severity};
    use crate::ingress::{HttpPath, ResourceReference, Rule, Tls};
    use crate::sample::ingress;
    use proptest::prelude::*;

    fn sample() -> Ingress {
        let mut web = ingress("shop", "web");
        let resource =
            ResourceReference { api_group: None, kind: "Bucket".to_owned(), name: "files".to_owned() };
        web.rules[0].paths.push(HttpPath {
            path: "/a,\"b\"".to_owned(),
            path_type: "Exact".to_owned(),
            backend: Backend::Resource { resource },
        });
        web.rules.push(Rule { host: None, paths: Vec::new() });
        web.default_backend = Some(Backend::Service { service: "web".to_owned(), port: "80".to_owned() });
        web.tls = vec![Tls { hosts: vec!["web.example.com".to_owned()], secret: Some("web-tls".to_owned()) }];
        web.addresses.push("lb.example.com".to_owned());
        web.findings.insert(FindingKind::TlsMissing, Severity::Notice);
        web.findings.insert(FindingKind::RouteShadowed, Severity::Error);
        web
    }

    fn written(lines: Lines) -> String {
        let mut csv = String::new();
        lines.write_header(&mut csv);
        lines.write(&mut csv, &sample(), &EdgeClasses::default());
        csv
    }

    #[test]
    fn an_ingress_a_line() {
        assert_eq!(
            written(Lines::Ingresses),
            "namespace,name,class,hosts,routes,tls,tlsSecrets,addresses,labels,createdAt,changedAt,\
             findings\r\nshop,web,nginx,web.example.com *,\
             \"web.example.com/=web:http web.example.com/a,\"\"b\"\"=Bucket/files default=web:80\",\
             yes,web-tls,203.0.113.7 lb.example.com,app=web,2026-01-15T10:30:00Z,,\
             error=route-shadowed notice=tls-missing\r\n"
        );
    }

    #[test]
    fn a_route_a_line() {
        assert_eq!(
            written(Lines::Routes),
            "namespace,name,class,host,path,pathType,backend,port,tls,addresses\r\n\
             shop,web,nginx,web.example.com,/,Prefix,web,http,yes,203.0.113.7 lb.example.com\r\n\
             shop,web,nginx,web.example.com,\"/a,\"\"b\"\"\",Exact,Bucket/files,,yes,203.0.113.7 lb.example.com\r\n\
             shop,web,nginx,*,,,,,yes,203.0.113.7 lb.example.com\r\n\
             shop,web,nginx,*,,,web,80,yes,203.0.113.7 lb.example.com\r\n"
        );
    }

    #[test]
    fn an_ingress_without_rules_has_a_line() {
        let mut bare = ingress("shop", "web");
        bare.rules.clear();
        let mut csv = String::new();
        Lines::Routes.write(&mut csv, &bare, &EdgeClasses::default());
        assert_eq!(csv, "shop,web,nginx,*,,,,,no,203.0.113.7\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, written) in [
            ("=1+1", "\"'=1+1\""),
            ("+1", "\"'+1\""),
            ("-1", "\"'-1\""),
            ("@a", "\"'@a\""),
            (" =1", "\"' =1\""),
            ("\t=1", "\"'\t'=1\""),
            ("/x;=1", "\"/x;'=1\""),
            ("/x; -1;y", "\"/x;' -1;y\""),
            ("a\n=1", "\"a\n'=1\""),
            ("/x;\"=1", "\"/x;'\"\"=1\""),
            ("\" =1", "\"'\"\" =1\""),
            ("a;b", "a;b"),
            ("\u{ff1d}1", "\"'\u{ff1d}1\""),
            ("a=1", "a=1"),
            ("", ""),
            ("a\nb", "\"a\nb\""),
        ] {
            let mut csv = String::new();
            write_cell(&mut csv, cell);
            assert_eq!(csv, written, "{cell:?}");
        }
    }

    /// The cells of one line, as a reader that follows the RFC takes them.
    fn read(line: &str) -> Vec<String> {
        let mut cells = vec![String::new()];
        let mut is_quoted = false;
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' if is_quoted && characters.next_if_eq(&'"').is_some() => {
                    cells.last_mut().unwrap().push('"');
                }
                '"' => is_quoted = !is_quoted,
                ',' if !is_quoted => cells.push(String::new()),
                _ => cells.last_mut().unwrap().push(character),
            }
        }
        cells
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cells in prop::collection::vec("[a,;\"\r\n =+]{0,5}", 1..4)) {
            let mut csv = String::new();
            write_line(&mut csv, &cells.iter().map(String::as_str).collect::<Vec<_>>());
            let read = read(csv.strip_suffix("\r\n").unwrap());
            let without_apostrophes: Vec<_> = read.iter().map(|cell| cell.replace('\'', "")).collect();
            prop_assert_eq!(without_apostrophes, cells);
        }
    }
}
