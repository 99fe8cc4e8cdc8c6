//! Several default backends for everything.

use super::host::Peers;
use super::{FindingKind, NAMED, Report, Severity, Words};
use crate::entry::Entry;
use crate::route::Dialect;
use crate::wording::list;

pub(super) fn findings(peers: &Peers<'_>, report: &mut impl Report) {
    if !peers.host.is_any() {
        return;
    }
    let is_left_out = |entry: &Entry| {
        peers.is_canary(entry) || (peers.dialect == Dialect::IngressNginx && !entry.has_default_service())
    };
    let is_one = |entry: &&&Entry| entry.is_catch_all() && !is_left_out(entry);
    let catch_alls: Vec<&Entry> = peers.entries.iter().filter(is_one).copied().collect();
    let Some((oldest, younger)) = catch_alls.split_first().filter(|(_, younger)| !younger.is_empty()) else {
        return;
    };
    for entry in &catch_alls {
        report.found(entry, FindingKind::DefaultBackendDuplicated, Severity::Warning, || {
            let sentence = if entry.key == oldest.key {
                format!(
                    "What no rule of the class matches is also claimed by {}; this is the oldest, and the one that \
                     ingress-nginx takes.",
                    list(younger.iter().map(|entry| &entry.key), younger.len())
                )
            } else {
                format!("What no rule of the class matches is also claimed by {}, which is older.", oldest.key)
            };
            let others = catch_alls.iter().filter(|other| other.key != entry.key);
            Words::new(sentence, "Keep one Ingress with a default backend and no rules for each class.")
                .with_all(others.take(NAMED).map(|other| peers.evidence().of(&other.key)))
        });
    }
}
