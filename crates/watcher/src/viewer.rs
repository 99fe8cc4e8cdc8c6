//! Who reads, and what of the board they may see.
//!
//! A [`Selection`] is the only key to the board and a [`Viewer`] the only way to one, so that no reader can forget to
//! ask who is asking.

mod access;
mod globs;
mod selection;
mod sight;

use std::collections::BTreeSet;

pub use access::{MalformedAccess, NamespaceAccess};
pub use globs::{GLOB_RULE, MalformedGlob, NamespaceGlobs};
pub use selection::Selection;
pub use sight::Sight;

/// Who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    name: Option<String>,
    groups: BTreeSet<String>,
    visible: Visible,
}

/// The namespaces that exist for a viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Visible {
    All,
    Matching(NamespaceGlobs),
}

impl Visible {
    fn includes(&self, namespace: &str) -> bool {
        match self {
            Self::All => true,
            Self::Matching(globs) => globs.match_name(namespace),
        }
    }
}

impl Viewer {
    /// A viewer without a name who sees all that the server watches.
    pub fn unrestricted() -> Self {
        Self { name: None, groups: BTreeSet::new(), visible: Visible::All }
    }

    /// A viewer of this name and these groups who sees all that the server watches.
    pub fn named(name: impl Into<String>, groups: BTreeSet<String>) -> Self {
        Self { name: Some(name.into()), groups, visible: Visible::All }
    }

    /// The same viewer, who sees nothing but the namespaces that match.
    #[must_use]
    pub fn restricted_to(self, namespaces: NamespaceGlobs) -> Self {
        let visible =
            if namespaces.match_everything() { Visible::All } else { Visible::Matching(namespaces) };
        Self { visible, ..self }
    }

    /// The viewer's name, where one is known.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The groups that the viewer belongs to.
    pub fn groups(&self) -> &BTreeSet<String> {
        &self.groups
    }

    /// What the viewer sees of these namespaces; of all where none are given.
    pub fn select(&self, namespaces: Option<BTreeSet<String>>) -> Selection {
        Selection::new(namespaces, self.visible.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn globs(texts: &[&str]) -> NamespaceGlobs {
        NamespaceGlobs::parse(texts.iter().copied()).unwrap()
    }

    #[test]
    fn a_star_restricts_nobody() {
        let viewer = Viewer::named("alice", BTreeSet::new());
        assert_eq!(viewer.clone().restricted_to(globs(&["shop", "*"])), viewer);
        assert!(!viewer.restricted_to(globs(&["?*"])).select(None).is_everything());
    }
}
