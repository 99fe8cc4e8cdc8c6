//! How a path answers by its type.

use kube_ingress_dash_model::url::{is_pattern, is_prefix_by_elements, literal_beginning};

use super::explanation::Dialect;
use crate::rule::HttpPath;

/// How a path is read; of two with the same length the first is preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Exact,
    Prefix,
    /// `ImplementationSpecific`, or a type that is not known here.
    Specific,
}

/// How well a path answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    /// Whether it answers only if the controller reads the path in a certain way.
    pub(super) is_possible_only: bool,
    /// How much of the requested path it is, in bytes.
    pub(super) length: usize,
    pub(super) kind: Kind,
}

/// How the path is read.
pub(crate) fn kind(path: &HttpPath, dialect: Dialect) -> Kind {
    Kind::of(&path.path_type).read_by(dialect)
}

impl Kind {
    /// What the specification calls so.
    pub(super) fn of(path_type: &str) -> Self {
        match path_type {
            "Exact" => Self::Exact,
            "Prefix" => Self::Prefix,
            _ => Self::Specific,
        }
    }

    /// ingress-nginx takes `ImplementationSpecific` for `Prefix`: `SetDefaultNGINXPathType` in
    /// <https://github.com/kubernetes/ingress-nginx/blob/main/internal/k8s/main.go>
    pub(super) fn read_by(self, dialect: Dialect) -> Self {
        match (self, dialect) {
            (Self::Specific, Dialect::IngressNginx) => Self::Prefix,
            _ => self,
        }
    }
}

/// The path without the slash at its end, which says nothing in a `Prefix`.
pub(crate) fn without_final_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

/// How a path that is read so answers, unless regular expressions are asked for.
pub(super) fn answer(asked: &str, written: &str, kind: Kind) -> Option<Answer> {
    let certain = || Answer { is_possible_only: false, length: without_final_slash(written).len(), kind };
    match kind {
        Kind::Exact => (written == asked).then(certain),
        Kind::Prefix => is_prefix_by_elements(written, asked).then(certain),
        Kind::Specific if !is_pattern(written) && is_prefix_by_elements(written, asked) => Some(certain()),
        Kind::Specific => {
            let literal = literal_beginning(written);
            let possible = || Answer { is_possible_only: true, length: literal.len(), kind };
            asked.starts_with(literal).then(possible)
        }
    }
}

/// Whether the requested path begins with this one by letters, as some controllers compare `ImplementationSpecific`
/// ones: without regard to elements and to case.
pub(super) fn may_begin(asked: &str, written: &str) -> bool {
    let literal = literal_beginning(written);
    asked.get(..literal.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(literal))
}
