//! What one reader asked for and may see: the key that every read of the board takes.

use std::collections::BTreeSet;

use kube_ingress_dash_model::position::Epoch;

use super::{Sight, Visible};

/// What a reader asked for and may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    namespaces: Option<BTreeSet<String>>,
    visible: Visible,
}

impl Selection {
    /// What was named is kept as far as it may be seen: of the rest not even the name is repeated.
    pub(super) fn new(namespaces: Option<BTreeSet<String>>, visible: Visible) -> Self {
        let namespaces = namespaces.map(|mut names| {
            names.retain(|name| visible.includes(name));
            names
        });
        Self { namespaces, visible }
    }

    /// Whether rows of this namespace belong to the selection.
    pub fn contains(&self, namespace: &str) -> bool {
        self.namespaces
            .as_ref()
            .map_or_else(|| self.visible.includes(namespace), |namespaces| namespaces.contains(namespace))
    }

    /// Whether nothing is left out, neither by wish nor by right: what is shown is the same for everybody.
    pub fn is_everything(&self) -> bool {
        self.namespaces.is_none() && !self.is_restricted()
    }

    /// Whether namespaces may exist of which the reader must not learn.
    pub fn is_restricted(&self) -> bool {
        self.visible != Visible::All
    }

    /// How much the reader may know of what is found about rows.
    pub fn sight(&self) -> Sight {
        if self.is_restricted() { Sight::Restricted } else { Sight::Whole }
    }

    /// Whether the namespace exists for the reader, asked for or not.
    pub(crate) fn may_see(&self, namespace: &str) -> bool {
        self.visible.includes(namespace)
    }

    /// The namespaces that were asked for by name and may be seen; null when all were asked for.
    pub fn named(&self) -> Option<&BTreeSet<String>> {
        self.namespaces.as_ref()
    }

    /// The epoch in which this reader's positions are told. Readers who may see different things have different ones,
    /// so that nobody goes on from a place to which other rows led.
    pub(crate) fn epoch(&self, board: &Epoch) -> Epoch {
        match &self.visible {
            Visible::All => board.clone(),
            Visible::Matching(globs) => board.variant(globs.mark()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NamespaceGlobs, Viewer};
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn restricted(globs: &[&str]) -> Viewer {
        Viewer::unrestricted().restricted_to(NamespaceGlobs::parse(globs.iter().copied()).unwrap())
    }

    #[test]
    fn a_selection_holds_what_was_named_or_everything() {
        let viewer = Viewer::unrestricted();
        assert!(viewer.select(None).contains("shop") && viewer.select(None).is_everything());
        let named = viewer.select(Some(names(&["shop"])));
        assert!(named.contains("shop"));
        assert!(!named.contains("pay") && !named.is_everything() && !named.is_restricted());
        assert!(!viewer.select(Some(names(&[]))).contains("shop"));
    }

    #[test]
    fn nobody_selects_what_they_may_not_see() {
        let viewer = restricted(&["shop", "ci-*"]);
        let all = viewer.select(None);
        assert!(all.contains("shop") && all.contains("ci-1") && !all.contains("pay"));
        assert!(!all.is_everything() && all.is_restricted());
        let named = viewer.select(Some(names(&["shop", "pay"])));
        assert!(named.contains("shop") && !named.contains("pay") && !named.contains("ci-1"));
        assert_eq!(named.named(), Some(&names(&["shop"])));
        assert!(!restricted(&[]).select(None).contains("shop"), "no glob is no namespace");
    }

    #[test]
    fn positions_are_told_apart_by_what_may_be_seen_and_not_by_what_was_asked_for() {
        let board = Epoch::new("e1").unwrap();
        let epoch = |viewer: &Viewer, names| viewer.select(names).epoch(&board);
        assert_eq!(epoch(&Viewer::unrestricted(), Some(names(&["shop"]))), board);
        let shop = restricted(&["shop"]);
        assert_eq!(epoch(&shop, None), epoch(&restricted(&["shop"]), Some(names(&["shop"]))));
        assert_ne!(epoch(&shop, None), board);
        assert_ne!(epoch(&shop, None), epoch(&restricted(&["shop", "pay"]), None));
    }
}
