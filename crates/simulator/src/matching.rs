//! Which calls are meant: what faults are for, counts are asked about and watches are closed by.

use crate::call::{Call, Target, Verb};
use crate::resource::Resource;

/// Picks calls; what is none matches all.
///
/// ```
/// use kube_ingress_dash_simulator::{Match, Resource, Verb};
///
/// let lists_of_shop = Match::any().verb(Verb::List).resource(Resource::Ingresses).namespace("shop");
/// let one_of_them = Match::any().resource(Resource::Ingresses).namespace("shop").name("web");
/// let readiness = Match::any().path("/readyz");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    verb: Option<Verb>,
    resource: Option<Resource>,
    namespace: Option<String>,
    name: Option<String>,
    path: Option<String>,
}

impl Match {
    /// Matches every call.
    pub fn any() -> Self {
        Self::default()
    }

    /// Only calls with this verb.
    #[must_use]
    pub fn verb(self, verb: Verb) -> Self {
        Self { verb: Some(verb), ..self }
    }

    /// Only calls on this resource.
    #[must_use]
    pub fn resource(self, resource: Resource) -> Self {
        Self { resource: Some(resource), ..self }
    }

    /// Only calls in this namespace; calls about all namespaces are not among them.
    #[must_use]
    pub fn namespace(self, namespace: &str) -> Self {
        Self { namespace: Some(namespace.to_owned()), ..self }
    }

    /// Only calls on the object of this name; lists and watches are not among them.
    #[must_use]
    pub fn name(self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..self }
    }

    /// Only calls of this path, which is no resource's.
    #[must_use]
    pub fn path(self, path: &str) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }

    /// Whether the call is picked.
    pub fn matches(&self, call: &Call) -> bool {
        let target = &call.target;
        self.verb.is_none_or(|verb| verb == call.verb)
            && self.resource.is_none_or(|resource| target.resource() == Some(resource))
            && self.namespace.as_ref().is_none_or(|namespace| target.namespace() == Some(namespace))
            && self.name.as_ref().is_none_or(|name| target.name() == name)
            && self.path.as_ref().is_none_or(|path| matches!(target, Target::Path(actual) if actual == path))
    }
}
