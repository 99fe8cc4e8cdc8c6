//! One host, and who claims which paths of it.

use std::sync::Arc;

use super::{ANY, LineId, Totals};
use crate::ingress::{HttpPath, Ingress};
use crate::key::IngressKey;
use crate::tls::{EdgeClasses, covers_host, ends_at_edge};

/// By this annotation a rule of ingress-nginx takes a part of another's requests on purpose.
const CANARY: &str = "nginx.ingress.kubernetes.io/canary";

/// A path that an Ingress has on a host, or a rule without paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The Ingress.
    pub row: Arc<Ingress>,
    rule: usize,
    path: Option<usize>,
    /// Whether another Ingress of the class has the same path.
    pub collides: bool,
}

impl Claim {
    /// The path; none where the rule has none.
    pub fn path(&self) -> Option<&HttpPath> {
        self.row.rules.get(self.rule)?.paths.get(self.path?)
    }

    pub(super) fn id(&self) -> LineId {
        LineId::Claim(self.row.key(), self.rule, self.path)
    }

    pub(super) fn is(&self, key: &IngressKey, rule: usize, path: Option<usize>) -> bool {
        self.row.has_key(key) && (self.rule, self.path) == (rule, path)
    }

    /// What claims that collide have in common; none for what nothing collides with.
    fn ground(&self) -> (Option<(&str, &str)>, Option<&str>) {
        let path = self.path().map(|path| (path.effective(), path.path_type.as_str()));
        (path, self.row.class.as_deref())
    }

    fn is_canary(&self) -> bool {
        self.row.annotations.get(CANARY).is_some_and(|value| value == "true")
    }
}

/// The claims of a host, in order.
#[derive(Debug, Default)]
pub(super) struct Host {
    claims: Vec<Claim>,
    collisions: usize,
    is_named_by_tls: bool,
}

impl Host {
    pub(super) fn claims(&self) -> &[Claim] {
        &self.claims
    }

    pub(super) fn totals(&self, edge: &EdgeClasses) -> Totals {
        let Some(first) = self.claims.first() else { return Totals::default() };
        let has_tls = self.is_named_by_tls || ends_at_edge(&first.row, edge);
        Totals {
            hosts: 1,
            paths: self.claims.iter().filter(|claim| claim.path.is_some()).count(),
            collisions: self.collisions,
            without_tls: usize::from(!has_tls),
        }
    }

    pub(super) fn insert(&mut self, row: &Arc<Ingress>, name: &str) {
        let of_host = row.rules.iter().enumerate();
        let of_host =
            of_host.filter(|(_, rule)| rule.host.as_deref().unwrap_or(ANY).eq_ignore_ascii_case(name));
        for (rule, content) in of_host {
            let claim = |path| Claim { row: Arc::clone(row), rule, path, collides: false };
            if content.paths.is_empty() {
                self.claims.push(claim(None));
            }
            self.claims.extend((0..content.paths.len()).map(|path| claim(Some(path))));
        }
        self.settle(name);
    }

    pub(super) fn remove(&mut self, key: &IngressKey) {
        let name = self.claims.first().and_then(|claim| claim.row.rules.get(claim.rule)?.host.clone());
        self.claims.retain(|claim| !claim.row.has_key(key));
        self.settle(name.as_deref().unwrap_or(ANY));
    }

    fn settle(&mut self, name: &str) {
        self.claims.sort_by(|one, other| {
            let by_ground = one.ground().cmp(&other.ground());
            by_ground
                .then_with(|| one.row.namespace.cmp(&other.row.namespace))
                .then_with(|| one.row.name.cmp(&other.row.name))
        });
        self.collisions = 0;
        for alike in self.claims.chunk_by_mut(|one, other| one.ground() == other.ground()) {
            let mut rows = alike
                .iter()
                .filter(|claim| claim.path.is_some() && !claim.is_canary())
                .map(|claim| &claim.row.uid);
            let first = rows.next();
            let are_several = rows.any(|uid| Some(uid) != first);
            self.collisions += usize::from(are_several);
            for claim in alike {
                claim.collides = are_several && !claim.is_canary();
            }
        }
        // TLS for any host is not to be expected.
        self.is_named_by_tls = name == ANY || self.claims.iter().any(|claim| covers_host(&claim.row, name));
    }
}
