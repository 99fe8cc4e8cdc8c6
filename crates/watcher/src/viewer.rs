//! Who reads, and what of the board they may see.
//!
//! A [`Selection`] is the only key to the board and a [`Viewer`] the only way to one, so that no reader can forget to
//! ask who is asking.

use std::collections::BTreeSet;

/// Who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    name: Option<String>,
    visible: Visible,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Visible {
    All,
}

/// What a reader asked for and may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    namespaces: Option<BTreeSet<String>>,
}

impl Viewer {
    /// A viewer without a name who sees all that the server watches.
    pub fn unrestricted() -> Self {
        Self { name: None, visible: Visible::All }
    }

    /// The viewer's name, where one is known.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What the viewer sees of these namespaces; of all where none are given.
    pub fn select(&self, namespaces: Option<BTreeSet<String>>) -> Selection {
        match self.visible {
            Visible::All => Selection { namespaces },
        }
    }
}

impl Selection {
    /// Whether rows of this namespace belong to the selection.
    pub fn contains(&self, namespace: &str) -> bool {
        self.namespaces.as_ref().is_none_or(|namespaces| namespaces.contains(namespace))
    }

    /// Whether nothing is left out, neither by wish nor by right: what is shown is the same for everybody.
    pub fn is_everything(&self) -> bool {
        self.namespaces.is_none()
    }

    /// The namespaces that were asked for by name; null when all were.
    pub fn named(&self) -> Option<&BTreeSet<String>> {
        self.namespaces.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_holds_what_was_named_or_everything() {
        let viewer = Viewer::unrestricted();
        assert!(viewer.select(None).contains("shop") && viewer.select(None).is_everything());
        let named = viewer.select(Some(BTreeSet::from(["shop".to_owned()])));
        assert!(named.contains("shop"));
        assert!(!named.contains("pay") && !named.is_everything());
        assert!(!viewer.select(Some(BTreeSet::new())).contains("shop"));
    }
}
