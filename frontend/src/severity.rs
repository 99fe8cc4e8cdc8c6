//! How severities of findings are shown: a sign of its own for each, and a word, so that colour alone tells nothing.

use kube_ingress_dash_model::finding::Severity;

use crate::text;

/// Its sign.
pub const fn sign(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "■",
        Severity::Warning => "▲",
        Severity::Notice => "●",
    }
}

/// Its word, as a heading.
pub const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Notice => "Notice",
    }
}

/// So many of them, in words.
pub fn counted(count: usize, severity: Severity) -> String {
    text::counted(count, severity.name())
}
