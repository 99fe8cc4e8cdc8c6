//! What is found, by the worst of it, in a sign, a number and words.

use kube_ingress_dash_model::finding::{FindingSet, Severity};
use leptos::prelude::*;

use super::Look;
use crate::severity;

pub fn findings_cell(look: Look) -> AnyView {
    let found = Memo::new(move |_| look.row.ingress.with(|ingress| ingress.findings));
    let worst = move || found.get().worst();
    let severity = move || worst().map_or("none", Severity::name);
    let sign = move || match worst() {
        Some(worst) => [severity::sign(worst), " ", &found.get().kinds(worst).count().to_string()].concat(),
        None => "–".to_owned(),
    };
    let rest = move || {
        let found = found.get();
        let worst = found.worst().map_or(0, |worst| found.kinds(worst).count());
        if found.len() > worst { ["+", &(found.len() - worst).to_string()].concat() } else { String::new() }
    };
    let words = Memo::new(move |_| words(&found.get()));
    view! {
        <div
            role="gridcell"
            class="cell findings"
            data-testid="cell-findings"
            data-severity=severity
            title=move || words.get()
        >
            <span class="worst" aria-hidden="true">{sign}</span>
            <span class="share" aria-hidden="true">{rest}</span>
            <span class="visually-hidden">{move || words.get()}</span>
        </div>
    }
    .into_any()
}

/// How many there are of each severity, and what they are.
fn words(set: &FindingSet) -> String {
    let mut words = String::new();
    for severity in Severity::ALL.into_iter().filter(|severity| set.has_severity(*severity)) {
        if !words.is_empty() {
            words.push_str("; ");
        }
        words.push_str(&severity::counted(set.kinds(severity).count(), severity));
        for (index, kind) in set.kinds(severity).enumerate() {
            words.push_str(if index == 0 { ": " } else { ", " });
            words.push_str(&kind.name().replace('-', " "));
        }
    }
    if words.is_empty() { "nothing found".to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::finding::FindingKind;

    #[test]
    fn the_worst_is_told_first() {
        let set = FindingSet::from_iter([
            (Severity::Notice, FindingKind::TlsMissing),
            (Severity::Error, FindingKind::RouteShadowed),
            (Severity::Notice, FindingKind::GatewayEquivalentMissing),
        ]);
        assert_eq!(
            words(&set),
            "1 error: route shadowed; 2 notices: tls missing, gateway equivalent missing"
        );
        assert_eq!(words(&FindingSet::default()), "nothing found");
    }
}
