//! The path that every URL of the service starts with.

use std::fmt;
use std::str::FromStr;

/// A path that begins and ends with a slash. Its characters need no escaping in URLs, HTML and headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasePath(String);

/// The text is no base path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a path such as / or /dash/, of letters, digits, and the characters - . _ ~")]
pub struct MalformedBasePath;

impl BasePath {
    /// The path with both slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path without the slash at its end: empty for the root.
    pub fn prefix(&self) -> &str {
        self.0.trim_end_matches('/')
    }
}

impl FromStr for BasePath {
    type Err = MalformedBasePath;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "/" {
            return Ok(Self(text.to_owned()));
        }
        let inner = text.strip_prefix('/').ok_or(MalformedBasePath)?;
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        if inner.split('/').all(is_segment) { Ok(Self(format!("/{inner}/"))) } else { Err(MalformedBasePath) }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_segment(text: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !matches!(text, "" | "." | "..") && text.bytes().all(unreserved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, MalformedBasePath> {
        text.parse::<BasePath>().map(|path| path.to_string())
    }

    #[test]
    fn both_slashes_are_always_there() {
        assert_eq!(parse("/").as_deref(), Ok("/"));
        assert_eq!(parse("/dash").as_deref(), Ok("/dash/"));
        assert_eq!(parse("/ops/dash/").as_deref(), Ok("/ops/dash/"));
        assert_eq!("/dash/".parse::<BasePath>().unwrap().prefix(), "/dash");
        assert_eq!("/".parse::<BasePath>().unwrap().prefix(), "");
    }

    #[test]
    fn what_would_need_escaping_is_refused() {
        for text in ["", "dash", "//", "//dash", "/a//b", "/../", "/a b/", "/\"/", "/a?b", "/%2e/", "/é/"] {
            assert_eq!(parse(text), Err(MalformedBasePath), "{text:?}");
        }
    }
}
