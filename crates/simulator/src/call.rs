//! What a request asks for, in the terms of Kubernetes: a verb on a resource, or a path beside the resources.

use http::Method;

use crate::query::Query;
use crate::resource::Resource;

/// What is done, as access rules and metrics name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Read one object.
    Get,
    /// Read a collection.
    List,
    /// Follow a collection.
    Watch,
    /// Make an object.
    Create,
    /// Replace an object.
    Update,
    /// Change parts of an object.
    Patch,
    /// Remove an object.
    Delete,
    /// Remove the objects of a collection.
    DeleteCollection,
}

impl Verb {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Get,
        Self::List,
        Self::Watch,
        Self::Create,
        Self::Update,
        Self::Patch,
        Self::Delete,
        Self::DeleteCollection,
    ];

    /// The verb as access rules write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Watch => "watch",
            Self::Create => "create",
            Self::Update => "update",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::DeleteCollection => "deletecollection",
        }
    }

    /// Whether it is about one object that the request names.
    pub(crate) const fn names_an_object(self) -> bool {
        matches!(self, Self::Get | Self::Update | Self::Patch | Self::Delete)
    }

    /// The verb as the API server's metrics write it.
    pub(crate) const fn metric_label(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::List => "LIST",
            Self::Watch => "WATCH",
            Self::Create => "POST",
            Self::Update => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::DeleteCollection => "DELETECOLLECTION",
        }
    }
}

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// All objects of a resource, in one namespace or in all.
    Collection {
        /// The resource.
        resource: Resource,
        /// The namespace, none for all or for a cluster-scoped resource.
        namespace: Option<String>,
    },
    /// One object.
    Object {
        /// The resource.
        resource: Resource,
        /// The namespace, none for a cluster-scoped resource.
        namespace: Option<String>,
        /// The name.
        name: String,
        /// Whether only its status is meant.
        status: bool,
    },
    /// A path that is no resource, such as `/readyz`.
    Path(String),
}

impl Target {
    /// The resource, if it is about one.
    pub fn resource(&self) -> Option<Resource> {
        match self {
            Self::Collection { resource, .. } | Self::Object { resource, .. } => Some(*resource),
            Self::Path(_) => None,
        }
    }

    /// The namespace, if it is about one.
    pub fn namespace(&self) -> Option<&str> {
        match self {
            Self::Collection { namespace, .. } | Self::Object { namespace, .. } => namespace.as_deref(),
            Self::Path(_) => None,
        }
    }

    /// The name of the object, empty for a collection or a path.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Object { name, .. } => name,
            Self::Collection { .. } | Self::Path(_) => "",
        }
    }

    /// Reads the target from the path of a request.
    pub(crate) fn parse(path: &str) -> Self {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let (group, rest) = match segments.as_slice() {
            ["api", "v1", rest @ ..] => ("", rest),
            ["apis", group, "v1", rest @ ..] => (*group, rest),
            _ => return Self::Path(path.to_owned()),
        };
        let (namespace, rest) = match rest {
            ["namespaces", namespace, rest @ ..]
                if !namespace.is_empty() && !matches!(rest, [] | ["status"]) =>
            {
                (Some((*namespace).to_owned()), rest)
            }
            rest => (None, rest),
        };
        let find = |plural: &str| {
            let resource = Resource::find(group, plural)?;
            (namespace.is_none() || resource.is_namespaced()).then_some(resource)
        };
        let object = |plural: &str, name: &str, status| {
            let resource = find(plural)?;
            Some(Self::Object { resource, namespace: namespace.clone(), name: name.to_owned(), status })
        };
        match rest {
            [plural] => {
                find(plural).map(|resource| Self::Collection { resource, namespace: namespace.clone() })
            }
            [plural, name] if !name.is_empty() => object(plural, name, false),
            [plural, name, "status"] if !name.is_empty() => object(plural, name, true),
            _ => None,
        }
        .unwrap_or_else(|| Self::Path(path.to_owned()))
    }
}

/// A verb on a target: what faults match, access is decided by, and counts are kept of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call {
    /// What is done.
    pub verb: Verb,
    /// What it is done to.
    pub target: Target,
}

impl Call {
    /// Reads the call from a request line; none when the method has no meaning for any target.
    pub(crate) fn parse(method: &Method, path: &str, query: &Query) -> Option<Self> {
        let target = Target::parse(path);
        let verb = match (method, &target) {
            (&Method::GET, Target::Collection { .. }) if query.flag("watch") => Verb::Watch,
            (&Method::GET, Target::Collection { .. }) => Verb::List,
            (&Method::GET, _) => Verb::Get,
            (&Method::POST, _) => Verb::Create,
            (&Method::PUT, _) => Verb::Update,
            (&Method::PATCH, _) => Verb::Patch,
            (&Method::DELETE, Target::Collection { .. }) => Verb::DeleteCollection,
            (&Method::DELETE, _) => Verb::Delete,
            _ => return None,
        };
        Some(Self { verb, target })
    }
}
