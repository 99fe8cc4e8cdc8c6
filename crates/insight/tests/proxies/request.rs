//! A request as its bytes are sent, and what answers it.

use std::fmt;

use kube_ingress_dash_model::url::Url;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng, RngExt as _};

/// A request for a host and a path, neither of which is touched on its way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) host: String,
    pub(crate) path: String,
}

const HOSTS: [&str; 6] = [
    "shop.example.com",
    "api.example.com",
    "other.example.com",
    "a.shop.example.com",
    "example.com",
    "elsewhere.org",
];

const ODD_HOSTS: [&str; 5] =
    ["SHOP.example.com", "shop.example.com:8080", "shop.example.com.", "a.b.example.com", "a_b.example.com"];

const PATHS: [&str; 16] = [
    "/",
    "/foo",
    "/foo/",
    "/foo/bar",
    "/foo/bar/",
    "/foo/bar/baz",
    "/foo/bar/baz/x",
    "/foobar",
    "/foobar/",
    "/foo2",
    "/bar",
    "/bar/x",
    "/f",
    "/f/x",
    "/fxo",
    "/other",
];

/// What a proxy may read in its own way.
const ODD_PATHS: [&str; 18] = [
    "/FOO",
    "/Foo",
    "/foo/BAR",
    "//foo",
    "/foo//bar",
    "/foo//",
    "/./foo",
    "/foo/.",
    "/foo/../bar",
    "/other/../foo",
    "/%66oo",
    "/foo%2Fbar",
    "/foo%2fbar/",
    "/foo/b%61r",
    "/foo%20",
    "/foo?x=/bar",
    "/foo/?x",
    "/foo;x",
];

impl Request {
    pub(crate) fn draw(dice: &mut StdRng) -> Self {
        let host = pick(dice, &HOSTS, &ODD_HOSTS);
        let path = pick(dice, &PATHS, &ODD_PATHS);
        Self { host, path }
    }

    /// The URL that a reader would paste.
    pub(crate) fn url(&self) -> Url {
        Url::parse(&format!("http://{}{}", self.host, self.path)).expect("a URL of the alphabet can be read")
    }

    /// What is sent.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        format!("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.path, self.host).into_bytes()
    }
}

fn pick(dice: &mut impl Rng, usual: &[&str], odd: &[&str]) -> String {
    let alphabet = if dice.random_bool(0.15) { odd } else { usual };
    (*alphabet.choose(dice).unwrap()).to_owned()
}

impl fmt::Display for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "http://{}{}", self.host, self.path)
    }
}

/// What answers a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    /// A backend, by its name.
    Backend(String),
    /// What the controller answers by itself.
    Controller,
    /// A redirect to another path, which the proxy makes by itself.
    Redirect(String),
    /// A status that the proxy gives by itself.
    Status(u16),
}

/// The body of a proxy's answer where the controller's own backend was asked.
pub(crate) const CONTROLLER: &str = "controller";

impl Answer {
    /// Of the backend that a proxy's configuration names.
    pub(crate) fn of_backend(name: &str) -> Self {
        if name == CONTROLLER { Self::Controller } else { Self::Backend(name.to_owned()) }
    }

    /// Reads a whole response of HTTP/1.
    pub(crate) fn parse(response: &[u8]) -> Option<Self> {
        let response = std::str::from_utf8(response).ok()?;
        let (head, body) = response.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        match status {
            200 => Some(Self::of_backend(body.trim_end())),
            301 | 302 | 307 | 308 => {
                let location = lines.find_map(|line| {
                    let (name, value) = line.split_once(':')?;
                    name.eq_ignore_ascii_case("location").then(|| value.trim())
                })?;
                let path = location
                    .find("://")
                    .and_then(|at| location[at + 3..].find('/').map(|slash| at + 3 + slash));
                Some(Self::Redirect(location[path.unwrap_or(0)..].to_owned()))
            }
            status => Some(Self::Status(status)),
        }
    }
}
