//! What identifies a line of the table, as it comes, goes and moves.

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::view::Line;

/// The identity of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LineKey {
    /// The heading of the group with this label.
    Group(Option<String>),
    /// The row of this key.
    Row(IngressKey),
}

impl LineKey {
    /// The identity of this line.
    pub fn of(line: &Line) -> Self {
        match line {
            Line::Group(group) => Self::Group(group.label.clone()),
            Line::Row { row, .. } => Self::Row(row.key()),
        }
    }

    /// The key of the row, where it is one.
    pub fn row(&self) -> Option<&IngressKey> {
        match self {
            Self::Row(key) => Some(key),
            Self::Group(_) => None,
        }
    }
}
