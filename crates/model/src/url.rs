//! Which rules can answer a URL.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use crate::ingress::{HttpPath, Ingress, Rule};

/// How well an Ingress answers a URL; the best first: by its host, then by what answers for certain, then by how much of
/// the path it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub(crate) host: HostFit,
    path: PathFit,
    said: Reverse<Said>,
}

/// How much of the path of a URL is said by one that answers: of two the longer, and then the exact one, says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    bytes: usize,
    is_exact: bool,
}

impl Said {
    const NOTHING: Self = Self { bytes: 0, is_exact: false };
}

/// A host and, unless only the host matters, a path. Schemes, ports, queries and fragments decide nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    host: String,
    path: Option<String>,
}

/// The text names no host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedUrl;

/// How well a rule fits a URL; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HostFit {
    /// The rule names the host.
    Exact,
    /// The rule names it by a wildcard.
    Wildcard,
    /// The rule is for any host.
    Any,
}

/// Whether a path answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathFit {
    /// By the words of the API.
    Certain,
    /// The controller decides.
    Possible,
}

impl Url {
    /// Reads a URL of HTTP, of a web socket or of gRPC, or one without a scheme; none if it names no host.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = match text.split_once("://") {
            Some((scheme, rest)) if is_of_http(scheme) => rest,
            Some((scheme, _)) if is_scheme(scheme) => return None,
            _ => text,
        };
        let rest = rest.split(['?', '#']).next()?;
        let (authority, path) = match rest.find('/') {
            Some(slash) => rest.split_at_checked(slash).map(|(authority, path)| (authority, Some(path)))?,
            None => (rest, None),
        };
        let host = without_port(authority.rsplit('@').next()?);
        let host = host.strip_suffix('.').unwrap_or(host);
        (!host.is_empty()).then(|| Self { host: host.to_owned(), path: path.map(str::to_owned) })
    }

    /// The host as it was written, without port and final dot.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path as it was written; none where only the host matters.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// How well the Ingress can answer; none if it cannot.
    pub(crate) fn rank(&self, ingress: &Ingress) -> Option<Rank> {
        let has_default = ingress.default_backend.is_some();
        let of_rules = ingress.rules.iter().filter_map(|rule| self.rank_of_rule(rule, has_default));
        let of_default = (has_default && ingress.rules.is_empty()).then_some(Rank {
            host: HostFit::Any,
            path: PathFit::Certain,
            said: Reverse(Said::NOTHING),
        });
        of_rules.chain(of_default).min()
    }

    fn rank_of_rule(&self, rule: &Rule, has_default: bool) -> Option<Rank> {
        let host = self.host_fit(rule.host.as_deref())?;
        let rank = |path, said| Rank { host, path, said: Reverse(said) };
        let of_paths =
            rule.paths.iter().filter_map(|path| Some(rank(self.path_fit(path)?, self.said_by(path))));
        // A rule without paths leaves everything to the default backend.
        let of_default = (rule.paths.is_empty() && (has_default || self.path.is_none()))
            .then(|| rank(PathFit::Certain, Said::NOTHING));
        of_paths.chain(of_default).min()
    }

    fn said_by(&self, path: &HttpPath) -> Said {
        if self.path.is_none() {
            return Said::NOTHING;
        }
        let said = literal_beginning(path.effective());
        Said { bytes: said.strip_suffix('/').unwrap_or(said).len(), is_exact: path.path_type == "Exact" }
    }

    /// Whether a rule for this host, or for any, is for the URL's.
    pub fn host_fit(&self, host: Option<&str>) -> Option<HostFit> {
        match host {
            None | Some("") => Some(HostFit::Any),
            Some(host) if host.eq_ignore_ascii_case(&self.host) => Some(HostFit::Exact),
            Some(host) => is_wildcard_for(host, &self.host).then_some(HostFit::Wildcard),
        }
    }

    /// Whether a path, of whatever type, is on the way of the URL's.
    pub(crate) fn leads_through(&self, path: &str) -> bool {
        self.path.as_deref().is_some_and(|asked| asked.starts_with(literal_beginning(path)))
    }

    /// Whether the path answers.
    pub fn path_fit(&self, path: &HttpPath) -> Option<PathFit> {
        let Some(asked) = self.path.as_deref() else { return Some(PathFit::Certain) };
        let written = path.effective();
        match path.path_type.as_str() {
            "Exact" => (written == asked).then_some(PathFit::Certain),
            "Prefix" => is_prefix_by_elements(written, asked).then_some(PathFit::Certain),
            _ => asked.starts_with(literal_beginning(written)).then_some(PathFit::Possible),
        }
    }
}

/// Whether a host with a wildcard as its first label stands for this name, which has one label in its place.
pub fn is_wildcard_for(host: &str, name: &str) -> bool {
    let Some(domain) = host.strip_prefix("*.") else { return false };
    let Some((label, parent)) = name.split_once('.') else { return false };
    !label.is_empty() && !domain.is_empty() && domain.eq_ignore_ascii_case(parent)
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.is_empty() || port.parse::<u16>().is_ok() => host,
        _ => authority,
    }
}

/// Whether a path begins with these elements, as `Prefix` asks; a slash at the end of the prefix says nothing.
/// <https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types>
pub fn is_prefix_by_elements(prefix: &str, path: &str) -> bool {
    let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a path begins with if it is a regular expression or a glob, as some controllers take it.
pub fn literal_beginning(path: &str) -> &str {
    let path = path.strip_prefix('^').unwrap_or(path);
    let Some((end, sign)) = path.char_indices().find(|(_, character)| is_sign_of_a_pattern(*character))
    else {
        return path;
    };
    let before = path.get(..end).unwrap_or_default();
    match sign {
        _ if has_alternatives(path) => "",
        // The letter before may be absent.
        '*' | '?' | '{' => before.char_indices().next_back().map_or("", |(last, _)| &before[..last]),
        _ => before,
    }
}

/// Whether the path is written with signs that only a regular expression or a glob needs.
pub fn is_pattern(path: &str) -> bool {
    path.starts_with('^') || path.contains(is_sign_of_a_pattern)
}

fn is_sign_of_a_pattern(character: char) -> bool {
    "()[]{}|$*+?\\".contains(character)
}

/// Whether a `|` outside of parentheses separates two expressions, of which the second begins in its own way.
fn has_alternatives(path: &str) -> bool {
    let mut depth = 0_usize;
    path.chars().any(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == '|' && depth == 0
    })
}

/// Whether it reads as the beginning of a URL whose requests Ingresses may answer.
pub(crate) fn starts_with_scheme(word: &str) -> bool {
    word.split_once("://").is_some_and(|(scheme, _)| is_of_http(scheme))
}

/// Whether its requests are HTTP's: web sockets and gRPC begin as such.
fn is_of_http(scheme: &str) -> bool {
    ["http", "https", "ws", "wss", "grpc", "grpcs"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// <https://www.rfc-editor.org/rfc/rfc3986#section-3.1>
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

impl FromStr for Url {
    type Err = MalformedUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(MalformedUrl)
    }
}

impl fmt::Display for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.host, self.path.as_deref().unwrap_or_default())
    }
}

impl fmt::Display for MalformedUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a host and a path, as in shop.example.com/cart")
    }
}

impl std::error::Error for MalformedUrl {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingress::Backend;
    use crate::sample::ingress;

    fn path(path: &str, path_type: &str) -> HttpPath {
        let backend = Backend::Service { service: "web".to_owned(), port: "80".to_owned() };
        HttpPath { path: path.to_owned(), path_type: path_type.to_owned(), backend }
    }

    const EXACT: HostFit = HostFit::Exact;
    const CERTAIN: Option<(HostFit, PathFit)> = Some((EXACT, PathFit::Certain));
    const POSSIBLE: Option<(HostFit, PathFit)> = Some((EXACT, PathFit::Possible));

    fn rank(url: &str, host: Option<&str>, paths: &[(&str, &str)]) -> Option<Rank> {
        let mut ingress = ingress("shop", "web");
        ingress.rules = vec![Rule {
            host: host.map(str::to_owned),
            paths: paths.iter().map(|(text, kind)| path(text, kind)).collect(),
        }];
        Url::parse(url).unwrap().rank(&ingress)
    }

    fn fit(rank: Option<Rank>) -> Option<(HostFit, PathFit)> {
        rank.map(|rank| (rank.host, rank.path))
    }

    fn answers(url: &str, host: Option<&str>, paths: &[(&str, &str)]) -> Option<(HostFit, PathFit)> {
        fit(rank(url, host, paths))
    }

    #[test]
    fn who_says_more_of_the_path_comes_first() {
        let of = |text: &str, kind: &str| {
            rank("https://a.example.com/cart/1", Some("a.example.com"), &[(text, kind)]).unwrap()
        };
        let ranks = [
            of("/cart/1", "Exact"),
            of("/cart/1/", "Prefix"),
            of("/cart", "Prefix"),
            of("/", "Prefix"),
            of("/cart/.*", "ImplementationSpecific"),
            of("/.*", "ImplementationSpecific"),
        ];
        assert!(ranks.is_sorted_by(|better, worse| better < worse), "{ranks:?}");
    }

    #[test]
    fn what_decides_nothing_is_left_out() {
        let expected = Url { host: "shop.example.com".to_owned(), path: Some("/cart".to_owned()) };
        for url in [
            "https://shop.example.com/cart",
            "HTTP://me:secret@shop.example.com:8443/cart?item=1#top",
            "shop.example.com./cart",
            "wss://shop.example.com/cart",
            "shop.example.com/cart?to=https://other.example.com/",
        ] {
            assert_eq!(Url::parse(url), Some(expected.clone()), "{url}");
        }
        for url in ["", "https://", "/cart", "https:///cart", "https://:80/", "ftp://shop.example.com/cart"] {
            assert_eq!(Url::parse(url), None, "{url}");
        }
    }

    #[test]
    fn it_is_read_again_as_it_is_written() {
        for url in ["shop.example.com/cart", "shop.example.com"] {
            assert_eq!(Url::parse(url).map(|url| url.to_string()).as_deref(), Some(url));
        }
    }

    #[test]
    fn the_host_is_named_exactly_by_a_wildcard_or_not_at_all() {
        let url = "https://a.example.com/";
        let all = &[("/", "Prefix")][..];
        assert_eq!(answers(url, Some("A.example.com"), all), CERTAIN);
        assert_eq!(answers(url, Some("*.example.com"), all), Some((HostFit::Wildcard, PathFit::Certain)));
        assert_eq!(answers(url, None, all), Some((HostFit::Any, PathFit::Certain)));
        assert_eq!(answers(url, Some("*.com"), all), None);
        assert_eq!(answers("https://b.a.example.com/", Some("*.example.com"), all), None);
        assert_eq!(answers("https://example.com/", Some("*.example.com"), all), None);
    }

    #[test]
    fn the_path_answers_by_its_type() {
        let host = Some("a.example.com");
        let of = |url: &str, text: &str, kind: &str| {
            answers(&format!("https://a.example.com{url}"), host, &[(text, kind)])
        };
        assert_eq!(of("/cart", "/cart", "Exact"), CERTAIN);
        assert_eq!(of("/cart/", "/cart", "Exact"), None);
        assert_eq!(of("/cart/1", "/cart", "Prefix"), CERTAIN);
        assert_eq!(of("/cart", "/cart/", "Prefix"), CERTAIN);
        assert_eq!(of("/carts", "/cart", "Prefix"), None);
        assert_eq!(of("/Cart", "/cart", "Prefix"), None);
        assert_eq!(of("/anything", "", "Prefix"), CERTAIN);
        assert_eq!(of("/carts", "/cart", "ImplementationSpecific"), POSSIBLE);
        assert_eq!(of("/api/v1", "/api(/|$)(.*)", "ImplementationSpecific"), POSSIBLE);
        assert_eq!(of("/x", "/*", "ImplementationSpecific"), POSSIBLE);
        assert_eq!(of("/x", "/a|/x", "ImplementationSpecific"), POSSIBLE);
        assert_eq!(of("/x", "/a(b)|/x", "ImplementationSpecific"), POSSIBLE);
        assert_eq!(of("/x", "/api", "ImplementationSpecific"), None);
        assert_eq!(of("", "/cart", "Exact"), CERTAIN, "without a path any will do");
    }

    #[test]
    fn what_no_rule_answers_the_default_backend_does() {
        let mut web = ingress("shop", "web");
        web.rules.clear();
        let url = Url::parse("https://a.example.com/cart").unwrap();
        assert_eq!(url.rank(&web), None);
        web.default_backend = Some(path("", "").backend);
        assert_eq!(fit(url.rank(&web)), Some((HostFit::Any, PathFit::Certain)));
        web.rules = vec![Rule { host: Some("a.example.com".to_owned()), paths: Vec::new() }];
        assert_eq!(fit(url.rank(&web)), CERTAIN);
    }
}
