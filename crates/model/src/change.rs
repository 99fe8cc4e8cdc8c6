//! What became of one row, with what it was before: a change can be found where it was, and shown for what it is.

use std::sync::Arc;

use crate::ingress::Ingress;

/// One row that is new, differs from before or is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The row was not there before.
    Added(Arc<Ingress>),
    /// The row of this key differs from before.
    Updated {
        /// What it was.
        before: Arc<Ingress>,
        /// What it is.
        after: Arc<Ingress>,
    },
    /// The row is gone.
    Removed(Arc<Ingress>),
}

impl Change {
    /// The change to a row from what was there before, if anything was.
    pub fn to(before: Option<Arc<Ingress>>, after: Arc<Ingress>) -> Self {
        match before {
            Some(before) => Self::Updated { before, after },
            None => Self::Added(after),
        }
    }

    /// The row as it was; null for one that is new.
    pub fn before(&self) -> Option<&Arc<Ingress>> {
        match self {
            Self::Added(_) => None,
            Self::Updated { before, .. } | Self::Removed(before) => Some(before),
        }
    }

    /// The row as it is; null for one that is gone.
    pub fn after(&self) -> Option<&Arc<Ingress>> {
        match self {
            Self::Added(after) | Self::Updated { after, .. } => Some(after),
            Self::Removed(_) => None,
        }
    }

    /// The row as it is, or as it was last.
    pub fn latest(&self) -> &Arc<Ingress> {
        match self {
            Self::Added(row) | Self::Updated { after: row, .. } | Self::Removed(row) => row,
        }
    }

    /// Whether the cluster's object changed, and not only what this server knows of it: another replica has seen the
    /// same version at another time, or something is found because of another Ingress.
    pub fn is_of_the_object(&self) -> bool {
        match self {
            Self::Updated { before, after } => !before.same_version(after),
            Self::Added(_) | Self::Removed(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingKind, Severity};
    use crate::sample::ingress;

    #[test]
    fn what_is_found_is_no_change_of_the_object() {
        let before = Arc::new(ingress("shop", "web"));
        let mut after = ingress("shop", "web");
        after.findings.insert(FindingKind::RouteShadowed, Severity::Error);
        let found = Change::to(Some(Arc::clone(&before)), Arc::new(after.clone()));
        assert!(!found.is_of_the_object());
        assert_eq!(crate::difference::between(&before, &after), []);
        after.resource_version = "214".to_owned();
        assert!(Change::to(Some(before), Arc::new(after)).is_of_the_object());
    }
}
