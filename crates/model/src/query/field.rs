//! The fields that a term can be about.

/// What a term is about; a bare word is about none in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The namespace.
    Namespace,
    /// The name.
    Name,
    /// The class.
    Class,
    /// A host of the rules.
    Host,
    /// A path of the rules.
    Path,
    /// What answers: a Service, with or without its port, or another resource.
    Service,
    /// What is known of TLS, or the name of a Secret in `spec.tls`.
    Tls,
    /// An address that the controller reports.
    Address,
    /// A label, or a label and its value.
    Label,
    /// An annotation, or an annotation and its value.
    Annotation,
    /// How long ago the object was created.
    Age,
    /// How long ago the server saw the object change.
    Changed,
    /// The URL that a rule can answer.
    Url,
    /// What is found wrong: a kind, a severity or anything.
    Finding,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Namespace,
        Self::Name,
        Self::Class,
        Self::Host,
        Self::Path,
        Self::Service,
        Self::Tls,
        Self::Address,
        Self::Label,
        Self::Annotation,
        Self::Age,
        Self::Changed,
        Self::Url,
        Self::Finding,
    ];

    /// How it is written before the colon.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Namespace => "ns",
            Self::Name => "name",
            Self::Class => "class",
            Self::Host => "host",
            Self::Path => "path",
            Self::Service => "svc",
            Self::Tls => "tls",
            Self::Address => "address",
            Self::Label => "label",
            Self::Annotation => "annotation",
            Self::Age => "age",
            Self::Changed => "changed",
            Self::Url => "url",
            Self::Finding => "finding",
        }
    }

    /// The field of this name, in any case; `namespace` and `service` may be written out.
    pub(super) fn named(word: &str) -> Option<Self> {
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        match () {
            () if is("namespace") => Some(Self::Namespace),
            () if is("service") => Some(Self::Service),
            () => Self::ALL.into_iter().find(|field| is(field.name())),
        }
    }

    /// Whether a value means the whole text, even without `:=`.
    pub(super) const fn is_whole(self) -> bool {
        matches!(self, Self::Namespace | Self::Class | Self::Tls | Self::Label | Self::Finding)
    }

    /// Whether `none` stands for what is absent, unless it is in quotes.
    pub(super) const fn knows_none(self) -> bool {
        matches!(self, Self::Class | Self::Address | Self::Finding)
    }

    /// Whether its values are keys, or keys and values.
    pub(super) const fn has_keys(self) -> bool {
        matches!(self, Self::Label | Self::Annotation)
    }

    /// Whether its values are times, which need no quotes and know no `:=`.
    pub(super) const fn is_time(self) -> bool {
        matches!(self, Self::Age | Self::Changed)
    }

    /// What is expected after the colon.
    pub(super) const fn expectation(self) -> &'static str {
        match self {
            Self::Namespace => "expected a namespace, as in ns:shop",
            Self::Name => "expected a part of a name, as in name:web",
            Self::Class => "expected a class, as in class:nginx",
            Self::Host => "expected a part of a host, as in host:example.com",
            Self::Path => "expected a part of a path, as in path:/cart",
            Self::Service => "expected a part of a Service, as in svc:web or svc:web:80",
            Self::Tls => "expected yes, partial, no, edge or the name of a Secret, as in tls:no",
            Self::Address => "expected a part of an address, as in address:203.0.113",
            Self::Label => "expected a label, as in label:team or label:team=web",
            Self::Annotation => {
                "expected an annotation, as in annotation:issuer or annotation:issuer=internal"
            }
            Self::Age => "expected < or > and a time, as in age:<7d or age:>30d",
            Self::Changed => "expected < or > and a time, as in changed:<10m",
            Self::Url => "expected a host and a path, as in url:shop.example.com/cart",
            Self::Finding => {
                "expected any, none, error, warning, notice or a kind, as in finding:tls-missing"
            }
        }
    }
}
