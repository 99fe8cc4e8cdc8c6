//! Hosts as keys: two rules are for the same host when their keys are equal.

use std::sync::Arc;

/// A host in lower case, without a final dot. The empty text is any host. Clones share the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Host(Arc<str>);

impl Host {
    /// The key of any host.
    pub(crate) fn any() -> Self {
        Self("".into())
    }

    /// Whether it is the key of any host.
    pub(crate) fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    /// The key of a rule's host; none is any.
    pub(crate) fn of(host: Option<&str>) -> Self {
        Self(bare(host).to_ascii_lowercase().into())
    }

    /// The same, of a text that is shared if it is the key already.
    pub(crate) fn shared(host: &Arc<str>) -> Self {
        let is_key = !host.ends_with('.') && !host.bytes().any(|byte| byte.is_ascii_uppercase());
        if is_key { Self(Arc::clone(host)) } else { Self::of(Some(host)) }
    }

    /// Whether it is the key of this host.
    pub(crate) fn is_of(&self, host: Option<&str>) -> bool {
        bare(host).eq_ignore_ascii_case(&self.0)
    }

    /// The key of the wildcard that stands for this host; none for wildcards and for hosts without a dot.
    pub(crate) fn wildcard(&self) -> Option<Self> {
        let (label, parent) = self.0.split_once('.')?;
        (label != "*" && !label.is_empty() && !parent.is_empty()).then(|| Self(format!("*.{parent}").into()))
    }

    /// The text of the key; `*` is any host.
    pub(crate) fn text(&self) -> &str {
        if self.is_any() { "*" } else { &self.0 }
    }
}

fn bare(host: Option<&str>) -> &str {
    let host = host.unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host)
}
