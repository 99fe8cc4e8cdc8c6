//! Globs over the names of namespaces.

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, LazyLock};

use wildmatch::WildMatch;

/// What a glob is, in words.
pub const GLOB_RULE: &str =
    "globs over names of namespaces such as kube-*, with * for any run and ? for one character";

/// Tells sets of globs apart within this process, and nothing about them to whoever sees a mark.
static MARKS: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// A set of globs; clones share it.
#[derive(Debug, Clone)]
pub struct NamespaceGlobs(Arc<Globs>);

#[derive(Debug)]
struct Globs {
    texts: BTreeSet<String>,
    patterns: Vec<WildMatch>,
    mark: u64,
}

/// A text that no name of a namespace can match.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?}: expected {GLOB_RULE}")]
pub struct MalformedGlob(pub String);

impl NamespaceGlobs {
    /// These globs; none match nothing.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, MalformedGlob> {
        let mut set = BTreeSet::new();
        for text in texts {
            if !is_glob(text) {
                return Err(MalformedGlob(text.to_owned()));
            }
            set.insert(text.to_owned());
        }
        Ok(Self::of(set))
    }

    fn of(texts: BTreeSet<String>) -> Self {
        let patterns = texts.iter().map(|text| WildMatch::new(text)).collect();
        let mark = MARKS.hash_one(&texts);
        Self(Arc::new(Globs { texts, patterns, mark }))
    }

    /// What matches one of several sets.
    pub(super) fn union<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        Self::of(sets.into_iter().flat_map(|set| set.0.texts.iter().cloned()).collect())
    }

    /// Whether one of the globs matches this name.
    pub fn match_name(&self, namespace: &str) -> bool {
        self.0.patterns.iter().any(|pattern| pattern.matches(namespace))
    }

    /// Whether every name matches.
    pub fn match_everything(&self) -> bool {
        self.0.texts.contains("*")
    }

    /// A number that equal sets share, within this process.
    pub(super) fn mark(&self) -> u64 {
        self.0.mark
    }
}

impl PartialEq for NamespaceGlobs {
    fn eq(&self, other: &Self) -> bool {
        self.0.texts == other.0.texts
    }
}

impl Eq for NamespaceGlobs {}

fn is_glob(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"*?-".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_matches_as_a_whole() {
        let globs = NamespaceGlobs::parse(["shop", "team-?", "ci-*"]).unwrap();
        for name in ["shop", "team-a", "ci-", "ci-7-x"] {
            assert!(globs.match_name(name), "{name}");
        }
        for name in ["shops", "my-shop", "team-", "team-ab", "ci", "", "*"] {
            assert!(!globs.match_name(name), "{name}");
        }
        assert!(!NamespaceGlobs::parse([]).unwrap().match_name("shop"));
    }

    #[test]
    fn what_no_name_can_match_is_refused() {
        for text in ["", "Shop", "a b", "a/b", "a.b", "[a]", "shop,pay"] {
            assert_eq!(NamespaceGlobs::parse(["ok", text]), Err(MalformedGlob(text.to_owned())));
        }
    }

    #[test]
    fn equal_sets_have_one_mark_and_others_have_others() {
        let mark = |texts: &[&str]| NamespaceGlobs::parse(texts.iter().copied()).unwrap().mark();
        assert_eq!(mark(&["a", "b", "a"]), mark(&["b", "a"]));
        assert_ne!(mark(&["a", "b"]), mark(&["a"]));
        assert_ne!(mark(&["ab"]), mark(&["a", "b"]));
    }
}
