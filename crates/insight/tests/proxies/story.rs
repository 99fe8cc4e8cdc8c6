//! What was found, to read.

use std::fmt::Write as _;

use crate::comparison::{Pair, Report};

/// The Ingresses of a pair, the request, and both answers.
pub(crate) fn of(pair: &Pair) -> String {
    let mut story = format!("KUBE_INGRESS_DASH_SEED={}\n", pair.seed);
    for ingress in &pair.ingresses {
        let age = ingress.created_at.map(|time| time.as_second() % 100);
        let default = ingress.default_backend.as_ref().map(ToString::to_string);
        let key = ingress.key();
        writeln!(story, "{key} created {age:?}, default {default:?}, {:?}", ingress.annotations).unwrap();
        for rule in &ingress.rules {
            writeln!(story, "  {}", rule.host.as_deref().unwrap_or("any host")).unwrap();
            for path in &rule.paths {
                writeln!(story, "    {} {:?} -> {}", path.path_type, path.path, path.backend).unwrap();
            }
        }
    }
    writeln!(story, "{}\n  resolved: {:?}\n  answered: {:?}", pair.request, pair.resolved, pair.answered)
        .unwrap();
    for caveat in pair.ranking.iter().flat_map(|ranking| &ranking.caveats) {
        writeln!(story, "  caveat: {:?}: {}", caveat.kind, caveat.sentence).unwrap();
    }
    story
}

/// The figures of a report.
pub(crate) fn of_report(name: &str, report: &Report) -> String {
    let (pairs, agreements, refused) = (report.pairs, report.agreements, report.refused);
    let mut story = format!("{name}: {pairs} pairs, {agreements} agreements, {refused} sets refused\n");
    for (cause, explained) in &report.explained {
        writeln!(story, "  {cause}: {} told, {} not told", explained.told, explained.untold).unwrap();
    }
    write!(story, "  no known reason: {}", report.unexplained.len()).unwrap();
    story
}
