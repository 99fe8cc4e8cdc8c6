//! Query parameters, read strictly: a misspelt name must not quietly select everything.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv6Addr;

use actix_web::HttpRequest;
use kube_ingress_dash_model::export::Lines;
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_model::url::Url;

use crate::namespace;
use crate::problem::Problem;

/// Longer names of parameters are cut when they are repeated to their sender.
const LONGEST_ECHO: usize = 64;
/// Longer queries are refused, in bytes: each of their terms is held against each row.
const LONGEST_QUERY: usize = 4096;
/// Queries with more values are refused: each costs some 10 ns for each row.
const MOST_VALUES: usize = 128;
/// No host is longer, in bytes.
const LONGEST_HOST: usize = 253;
/// More namespaces are refused: each open stream holds a name and a status for each of them.
const MOST_NAMESPACES: usize = 250;

/// The parameters of one request, each known to its path and given at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameters(BTreeMap<&'static str, String>);

impl Parameters {
    /// Reads the query of a path that knows these parameters.
    pub(crate) fn read(request: &HttpRequest, known: &'static [&'static str]) -> Result<Self, Problem> {
        let mut parameters = BTreeMap::new();
        let query = request.query_string();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        for (pair, (name, value)) in pairs.zip(form_urlencoded::parse(query.as_bytes())) {
            let Some(name) = known.iter().find(|known| **known == name) else {
                let name = name.chars().take(LONGEST_ECHO).collect();
                return Err(Problem::UnknownParameter { name, known });
            };
            // A position that means nothing leads to a new state.
            if *name != "from" && !is_text(pair) {
                let expected = "expected UTF-8 in percent-encoding".to_owned();
                return Err(Problem::MalformedParameter { name, expected });
            }
            if parameters.insert(*name, value.into_owned()).is_some() {
                return Err(Problem::RepeatedParameter(name));
            }
        }
        Ok(Self(parameters))
    }

    /// The value of a parameter; an empty one counts as none.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The namespaces that `namespaces` names, or none when all are meant.
    pub(crate) fn namespaces(&self) -> Result<Option<BTreeSet<String>>, Problem> {
        let Some(list) = self.get("namespaces") else {
            return Ok(None);
        };
        let malformed = |expected| Problem::MalformedParameter { name: "namespaces", expected };
        if list.split(',').count() > MOST_NAMESPACES {
            return Err(malformed(format!("expected at most {MOST_NAMESPACES} names of namespaces")));
        }
        if list.split(',').all(namespace::is_name) {
            Ok(Some(list.split(',').map(str::to_owned).collect()))
        } else {
            Err(malformed(format!("expected names of namespaces, separated by commas: {}", namespace::RULE)))
        }
    }

    /// The filter that `q` is; without it, or without a word in it, everything matches.
    pub(crate) fn query(&self) -> Result<Query, Problem> {
        let text = self.get("q").unwrap_or_default();
        let malformed = |expected: String| Problem::MalformedParameter { name: "q", expected };
        if text.len() > LONGEST_QUERY {
            return Err(malformed(format!("expected at most {LONGEST_QUERY} bytes")));
        }
        let query = Query::parse(text);
        match query.problems().first() {
            Some(problem) => {
                let before = text.get(..problem.range.start).unwrap_or_default();
                Err(malformed(format!("at character {}: {problem}", before.chars().count() + 1)))
            }
            None if query.values() > MOST_VALUES => {
                Err(malformed(format!("expected at most {MOST_VALUES} words and values between commas")))
            }
            None => Ok(query.without_repetitions()),
        }
    }

    /// The URL that `url` names.
    pub(crate) fn url(&self) -> Result<Url, Problem> {
        let text = self.get("url").unwrap_or_default().trim();
        let malformed = |expected: String| Problem::MalformedParameter { name: "url", expected };
        if text.len() > LONGEST_QUERY {
            return Err(malformed(format!("expected at most {LONGEST_QUERY} bytes")));
        }
        let url = Url::parse(text).filter(|url| is_host(url.host()));
        url.ok_or_else(|| {
            malformed("expected a host and a path, as in url=https://shop.example.com/cart".to_owned())
        })
    }

    /// What a line is about, as `rows` says.
    pub(crate) fn lines(&self) -> Result<Lines, Problem> {
        match self.get("rows") {
            None | Some("ingresses") => Ok(Lines::Ingresses),
            Some("routes") => Ok(Lines::Routes),
            Some(_) => {
                let expected = "expected ingresses or routes".to_owned();
                Err(Problem::MalformedParameter { name: "rows", expected })
            }
        }
    }
}

/// Whether it is UTF-8 once its percent-encoding is undone.
fn is_text(pair: &str) -> bool {
    let mut bytes = Vec::with_capacity(pair.len());
    let mut rest = pair.as_bytes();
    while let [first, others @ ..] = rest {
        let digits =
            others.get(..2).filter(|_| *first == b'%').and_then(|digits| str::from_utf8(digits).ok());
        let is_hexadecimal = |digits: &&str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let encoded = digits.filter(is_hexadecimal).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(encoded.unwrap_or(*first));
        rest = if encoded.is_some() { others.get(2..).unwrap_or_default() } else { others };
    }
    str::from_utf8(&bytes).is_ok()
}

/// Whether a browser could ask for it: an address, or labels of letters, digits, hyphens and underscores.
fn is_host(text: &str) -> bool {
    let address = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(address) = address {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let allowed = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(allowed) && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= LONGEST_HOST && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn read(query: &str) -> Result<Parameters, Problem> {
        let request = TestRequest::with_uri(&format!("/?{query}")).to_http_request();
        Parameters::read(&request, &["namespaces", "from", "q", "rows", "url"])
    }

    fn names(query: &str) -> Result<Option<Vec<String>>, Problem> {
        Ok(read(query)?.namespaces()?.map(Vec::from_iter))
    }

    #[test]
    fn absent_and_empty_mean_all() {
        assert_eq!(names(""), Ok(None));
        assert_eq!(names("namespaces="), Ok(None));
        assert_eq!(names("namespaces=shop%2Cpay,pay"), Ok(Some(vec!["pay".to_owned(), "shop".to_owned()])));
    }

    #[test]
    fn more_namespaces_than_a_stream_can_hold_are_refused() {
        let list = |count: usize| {
            let list: Vec<String> = (0..count).map(|number| format!("team-{number}")).collect();
            names(&format!("namespaces={}", list.join(",")))
        };
        assert_eq!(list(MOST_NAMESPACES).unwrap().unwrap().len(), MOST_NAMESPACES);
        let refused = list(MOST_NAMESPACES + 1).unwrap_err().to_string();
        assert!(refused.contains("at most 250"), "{refused}");
    }

    #[test]
    fn a_mistake_in_a_query_is_refused_with_its_place() {
        let expected = |query: &str| match read(query).unwrap().query() {
            Err(Problem::MalformedParameter { name: "q", expected }) => expected,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            expected("q=%C3%A4+age:7d"),
            "at character 7: expected < or > and a time, as in age:<7d or age:>30d"
        );
        assert_eq!(expected(&format!("q={}", "a".repeat(4097))), "expected at most 4096 bytes");
        let many = |count: usize, between: &str| vec!["-zzq"; count].join(between);
        let values = "expected at most 128 words and values between commas";
        for text in [many(129, "+"), many(129, ","), format!("{}+a", many(128, ","))] {
            assert_eq!(expected(&format!("q={text}")), values, "{text}");
        }
        assert_eq!(read(&format!("q={}", many(128, ","))).unwrap().query().unwrap().values(), 128);
        assert_eq!(read(&format!("q={}", many(128, "+"))).unwrap().query().unwrap().values(), 1);
        assert!(read("q=").unwrap().query().unwrap().is_empty());
        assert!(!read("q=nmae:x").unwrap().query().unwrap().is_empty());
    }

    #[test]
    fn a_url_has_a_host_that_can_be_asked_for() {
        for (text, host) in [
            ("shop.example.com", "shop.example.com"),
            ("%20https://Shop.example.com:8443/a?b%23c", "Shop.example.com"),
            ("http://10.0.0.1/x", "10.0.0.1"),
            ("[::1]:80/x", "[::1]"),
            ("m%C3%BCnchen.example/", "m\u{fc}nchen.example"),
        ] {
            assert_eq!(read(&format!("url={text}")).unwrap().url().unwrap().host(), host, "{text}");
        }
        let long = "a".repeat(4097);
        for text in ["", "https://", "/cart", "two%20words", "a..b/", "*.example.com", "a%00b", "-/x", &long]
        {
            assert!(read(&format!("url={text}")).unwrap().url().is_err(), "{text}");
        }
    }

    #[test]
    fn lines_are_about_ingresses_unless_routes_are_asked_for() {
        assert_eq!(read("").unwrap().lines(), Ok(Lines::Ingresses));
        assert_eq!(read("rows=routes").unwrap().lines(), Ok(Lines::Routes));
        assert!(read("rows=hosts").unwrap().lines().is_err());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(matches!(
            read("namespace=shop"),
            Err(Problem::UnknownParameter { name, .. }) if name == "namespace"
        ));
        assert_eq!(read("from=a&from=b"), Err(Problem::RepeatedParameter("from")));
        for query in ["q=%ff", "q=a%C3", "&&rows=routes&q=%ED%A0%80", "q=%f0%9f+%98%80"] {
            let refused = read(query);
            assert!(matches!(refused, Err(Problem::MalformedParameter { name: "q", .. })), "{query}");
        }
        for query in
            ["q=%EF%BF%BD", "q=100%", "q=%f", "q=%zz", "q=%+1", "q=%F0%9F%98%80", "&q=a&&", "from=%ff"]
        {
            assert!(read(query).is_ok(), "{query}");
        }
        for list in ["shop,", ",", "Shop", "a/b", "*", "%00", "%ff", &"x".repeat(64)] {
            let refused = names(&format!("namespaces={list}"));
            assert!(matches!(refused, Err(Problem::MalformedParameter { name: "namespaces", .. })), "{list}");
        }
    }
}
