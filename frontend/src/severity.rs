//! How severities of findings are shown: a sign of its own for each, and a word, so that colour alone tells nothing.

use kube_ingress_dash_model::finding::Severity;

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
    let ending = if count == 1 { "" } else { "s" };
    [&count.to_string(), " ", severity.name(), ending].concat()
}
