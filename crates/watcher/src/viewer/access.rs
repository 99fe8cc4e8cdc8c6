//! The rules that say which namespaces a viewer may see, as an operator writes them in YAML:
//!
//! ```yaml
//! groups:
//!   platform: ["*"]
//!   shop-team: [shop, "shop-*"]
//!   "*": [public]
//! users:
//!   alice: [pay]
//! ```
//!
//! A viewer sees what any of the rules for its name, for one of its groups or for the group `*` names, and nothing
//! else: whom no rule names sees no namespace.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{MalformedGlob, NamespaceGlobs, Viewer};

/// The group that everybody belongs to.
const EVERYBODY: &str = "*";

/// Which namespaces are visible to whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamespaceAccess {
    groups: BTreeMap<String, NamespaceGlobs>,
    users: BTreeMap<String, NamespaceGlobs>,
}

/// Rules that cannot be read, on one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MalformedAccess {
    /// The text is no such document; the parser's words name the line.
    #[error("expected groups and users, each with lists of globs: {0}")]
    Syntax(String),
    /// A rule for nobody, or a glob that matches nothing.
    #[error("{section}: {name}: {problem}")]
    Rule {
        /// Whether the rule is for a group or for a user.
        section: &'static str,
        /// For whom.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    groups: Option<BTreeMap<String, Vec<String>>>,
    users: Option<BTreeMap<String, Vec<String>>>,
}

impl NamespaceAccess {
    /// Reads the rules.
    pub fn parse(text: &str) -> Result<Self, MalformedAccess> {
        let options = serde_saphyr::options! { with_snippet: false };
        let document: Document = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| MalformedAccess::Syntax(on_one_line(&error.to_string())))?;
        if document.groups.is_none() && document.users.is_none() {
            return Err(MalformedAccess::Syntax("there are neither".to_owned()));
        }
        let (groups, users) = (document.groups.unwrap_or_default(), document.users.unwrap_or_default());
        if users.contains_key(EVERYBODY) {
            let problem = "everybody is a group: write the rule under groups".to_owned();
            return Err(MalformedAccess::Rule { section: "users", name: EVERYBODY.to_owned(), problem });
        }
        Ok(Self { groups: rules("groups", groups)?, users: rules("users", users)? })
    }

    /// The viewer with the namespaces that these rules let it see.
    pub fn restrict(&self, viewer: Viewer) -> Viewer {
        let groups = viewer.groups().iter().map(String::as_str).chain([EVERYBODY]);
        let of_groups = groups.filter_map(|group| self.groups.get(group));
        let own = viewer.name().and_then(|name| self.users.get(name));
        let visible = NamespaceGlobs::union(of_groups.chain(own));
        viewer.restricted_to(visible)
    }
}

fn rules(
    section: &'static str,
    written: BTreeMap<String, Vec<String>>,
) -> Result<BTreeMap<String, NamespaceGlobs>, MalformedAccess> {
    let rule = |(name, globs): (String, Vec<String>)| {
        let malformed = |problem| MalformedAccess::Rule { section, name: name.clone(), problem };
        if name.is_empty() {
            return Err(malformed("a name is missing".to_owned()));
        }
        let globs = NamespaceGlobs::parse(globs.iter().map(String::as_str))
            .map_err(|error: MalformedGlob| malformed(error.to_string()))?;
        Ok((name, globs))
    };
    written.into_iter().map(rule).collect()
}

/// Errors of parsers span lines.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const RULES: &str = "
groups:
  platform: ['*']
  shop-team: [shop, 'shop-*']
  '*': [public]
users:
  alice: [pay]
";

    fn sees(name: &str, groups: &[&str], namespace: &str) -> bool {
        let groups: BTreeSet<String> = groups.iter().map(|group| (*group).to_owned()).collect();
        let viewer = NamespaceAccess::parse(RULES).unwrap().restrict(Viewer::named(name, groups));
        viewer.select(None).contains(namespace)
    }

    #[test]
    fn a_viewer_sees_what_any_of_its_rules_names() {
        for (name, groups, seen, hidden) in [
            ("alice", &[][..], &["pay", "public"][..], &["shop", "shop-1"][..]),
            ("bob", &["shop-team"], &["shop", "shop-1", "public"], &["pay", "shops"]),
            ("alice", &["shop-team", "unknown"], &["pay", "shop", "public"], &["kube-system"]),
            ("eve", &["platform"], &["pay", "kube-system"], &[]),
            ("eve", &[], &["public"], &["pay", "shop"]),
            ("shop-team", &["alice"], &["public"], &["shop", "pay"]),
            ("Alice", &["Platform"], &["public"], &["pay"]),
        ] {
            assert!(seen.iter().all(|namespace| sees(name, groups, namespace)), "{name} {groups:?}");
            assert!(!hidden.iter().any(|namespace| sees(name, groups, namespace)), "{name} {groups:?}");
        }
    }

    #[test]
    fn whom_no_rule_names_sees_nothing() {
        let rules = NamespaceAccess::parse("groups: {shop-team: [shop]}").unwrap();
        assert!(!rules.restrict(Viewer::unrestricted()).select(None).contains("shop"));
        let nothing = NamespaceAccess::parse("groups: {}").unwrap();
        assert!(nothing.restrict(Viewer::unrestricted()).select(None).is_restricted());
    }

    #[test]
    fn a_mistake_is_one_line_that_says_where_it_is() {
        for (text, expected) in [
            ("groups:\n  a: [shop]\n  b: shop", "line 3"),
            ("groups: [a]", "line 1"),
            ("group: {a: [shop]}", "group"),
            ("groups: {a: [shop]}\ngroups: {b: [shop]}", "line 2"),
            ("groups:\n  a: [shop]\n  a: [pay]", "line 3"),
            ("groups: {a: [Shop]}", "groups: a: \"Shop\": expected globs"),
            ("users: {'': [shop]}", "users: : a name is missing"),
            ("users: {'*': [shop]}", "everybody is a group"),
            ("shop", "expected groups and users"),
            ("", "expected groups and users"),
            ("{}", "expected groups and users"),
            ("{", "line"),
        ] {
            let message = NamespaceAccess::parse(text).unwrap_err().to_string();
            assert!(message.contains(expected) && message.lines().count() == 1, "{text}: {message}");
        }
    }
}
