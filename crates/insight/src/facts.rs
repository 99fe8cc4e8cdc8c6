//! What rows do not say and a server may know: the cluster's `IngressClass` objects, and where TLS ends.

use std::collections::BTreeMap;

use kube_ingress_dash_model::detail::KnownClass;
use kube_ingress_dash_model::tls::EdgeClasses;
use serde::{Deserialize, Serialize};

/// What is known beside the rows. The default is to know nothing, which is always allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The cluster's `IngressClass` objects by name; none where they may not be listed.
    pub classes: Option<BTreeMap<String, IngressClass>>,
    /// The classes whose TLS ends before the Ingress.
    pub edge: EdgeClasses,
}

/// What matters here of an `IngressClass`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IngressClass {
    /// `spec.controller`, such as `k8s.io/ingress-nginx`.
    pub controller: String,
    /// Whether it is given to Ingresses that are created without a class.
    pub is_default: bool,
}

/// The controllers whose own rules are known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Controller {
    /// <https://kubernetes.github.io/ingress-nginx/>; where a cluster has several, each has a name of its own:
    /// <https://kubernetes.github.io/ingress-nginx/user-guide/multiple-ingress/>
    IngressNginx,
    /// <https://doc.traefik.io/traefik/>
    Traefik,
    /// <https://haproxy-ingress.github.io/>
    HaproxyIngress,
    /// A controller of which no more is known than that it is another one.
    Other,
}

impl Facts {
    /// The controller of a class; none where that is not known.
    pub fn controller(&self, class: Option<&str>) -> Option<Controller> {
        let class = self.classes.as_ref()?.get(class?)?;
        Some(match class.controller.as_str() {
            "traefik.io/ingress-controller" => Controller::Traefik,
            "haproxy-ingress.github.io/controller" => Controller::HaproxyIngress,
            name if name.contains("ingress-nginx") => Controller::IngressNginx,
            _ => Controller::Other,
        })
    }

    /// The class of this name, or the default one where there is no name; none where it is not known.
    pub fn class(&self, name: Option<&str>) -> Option<KnownClass> {
        let name = name.or_else(|| self.default_class())?;
        let class = self.classes.as_ref()?.get(name)?;
        Some(KnownClass {
            name: name.to_owned(),
            controller: class.controller.clone(),
            is_default: class.is_default,
        })
    }

    /// The name of the class that is given to Ingresses without one.
    pub fn default_class(&self) -> Option<&str> {
        let mut classes = self.classes.iter().flatten();
        classes.find(|(_, class)| class.is_default).map(|(name, _)| name.as_str())
    }
}
