//! How many findings there are, without counting them all for every change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, FindingKind, Severity};

/// How many findings there are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Of each severity; what there is none of is left out.
    pub severities: BTreeMap<Severity, usize>,
    /// Of each kind; what there is none of is left out.
    pub kinds: BTreeMap<FindingKind, usize>,
}

impl Totals {
    pub(super) fn add(&mut self, findings: &[Finding]) {
        for finding in findings {
            *self.severities.entry(finding.severity).or_default() += 1;
            *self.kinds.entry(finding.kind).or_default() += 1;
        }
    }

    pub(super) fn subtract(&mut self, findings: &[Finding]) {
        for finding in findings {
            take_one(&mut self.severities, &finding.severity);
            take_one(&mut self.kinds, &finding.kind);
        }
    }
}

fn take_one<K: Ord>(counts: &mut BTreeMap<K, usize>, key: &K) {
    let left = counts.get(key).map_or(0, |count| count.saturating_sub(1));
    if left == 0 {
        counts.remove(key);
    } else if let Some(count) = counts.get_mut(key) {
        *count = left;
    }
}
