//! The known reasons for which a proxy answers otherwise than the resolver says.

use crate::comparison::{Difference, resolved};
use crate::request::Answer;

/// A known reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// nginx compares a path that is decoded, with dots resolved and slashes merged.
    Normalized,
    /// nginx redirects to a location that ends in a slash.
    Slash,
    Specific,
    SameAge,
    Resource,
}

pub(crate) fn of_nginx(difference: &Difference, controller: &str) -> Option<Cause> {
    let normalized = difference.request.normalized();
    if let Answer::Redirect(location) = &difference.answered {
        let is_slash = location.split('?').next() == Some(&format!("{}/", normalized.path));
        return is_slash.then_some(Cause::Slash);
    }
    let (answer, _) = resolved(&difference.ingresses, &normalized, controller);
    (answer == difference.answered && normalized != difference.request).then_some(Cause::Normalized)
}

pub(crate) fn of_haproxy(difference: &Difference, controller: &str) -> Option<Cause> {
    use kube_ingress_dash_insight::route::CaveatKind;
    let caveats = difference.ranking.iter().flat_map(|r| &r.caveats);
    if caveats.clone().any(|c| c.kind == CaveatKind::ImplementationSpecificPath) {
        return Some(Cause::Specific);
    }
    let same = |ingresses: &[kube_ingress_dash_model::ingress::Ingress]| {
        resolved(ingresses, &difference.request, controller).0 == difference.answered
    };
    let mut aged = difference.ingresses.clone();
    aged.sort_by_key(|i| (i.created_at, format!("{}/{}", i.namespace, i.name)));
    for (n, i) in aged.iter_mut().enumerate() {
        i.created_at = Some(jiff::Timestamp::from_second(1_800_000_000 + n as i64).unwrap());
    }
    if same(&aged) {
        return Some(Cause::SameAge);
    }
    let mut services = aged.clone();
    for i in &mut services {
        for r in &mut i.rules {
            r.paths
                .retain(|p| matches!(p.backend, kube_ingress_dash_model::ingress::Backend::Service { .. }));
        }
        i.default_backend = i
            .default_backend
            .take()
            .filter(|b| matches!(b, kube_ingress_dash_model::ingress::Backend::Service { .. }));
    }
    if same(&services) {
        return Some(Cause::Resource);
    }
    None
}
