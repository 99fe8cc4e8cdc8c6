//! The parts of a row that words are looked for in, and that are marked where they are shown.

use crate::ingress::Ingress;

/// A part of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The namespace.
    Namespace,
    /// The name.
    Name,
    /// The class.
    Class,
    /// A host.
    Host,
    /// A path.
    Path,
    /// What answers, written as `service:port` or `Kind/name`. Words without a colon are looked for in the name alone.
    Service,
    /// An address.
    Address,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Namespace, Self::Name, Self::Class, Self::Host, Self::Path, Self::Service, Self::Address];

    /// Whether one of its texts in this row is as asked.
    pub(super) fn any(self, ingress: &Ingress, mut is_asked: impl FnMut(&str) -> bool) -> bool {
        match self {
            Self::Namespace => is_asked(&ingress.namespace),
            Self::Name => is_asked(&ingress.name),
            Self::Class => ingress.class.as_deref().is_some_and(is_asked),
            Self::Host => ingress.hosts().flatten().any(is_asked),
            Self::Path => ingress.routes().any(|(_, path)| is_asked(&path.path)),
            Self::Service => ingress.backends().any(|backend| is_asked(backend.name())),
            Self::Address => ingress.addresses.iter().any(|address| is_asked(address)),
        }
    }

    /// Whether the row has something where there could be a text, and no text: no class, any host, no address.
    pub(super) fn is_absent(self, ingress: &Ingress) -> bool {
        match self {
            Self::Host => {
                ingress.rules.is_empty() || ingress.hosts().any(|host| host.is_none_or(str::is_empty))
            }
            _ => !self.any(ingress, |text| !text.is_empty()),
        }
    }
}
