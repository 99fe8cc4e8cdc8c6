//! What is found, by the worst of it, in a sign, a number and words.

use kube_ingress_dash_model::finding::{FindingSet, Severity};
use leptos::prelude::*;

use super::Look;
use crate::severity;

pub fn findings_cell(look: &Look) -> AnyView {
    let set = &look.ingress.findings;
    let worst = set.worst();
    let (sign, rest) = match worst {
        Some(worst) => {
            let count = set.kinds(worst).count();
            ([severity::sign(worst), " ", &count.to_string()].concat(), set.len() - count)
        }
        None => ("–".to_owned(), 0),
    };
    let rest = if rest > 0 { ["+", &rest.to_string()].concat() } else { String::new() };
    let words = words(set);
    let title = words.clone();
    view! {
        <div
            role="gridcell"
            class="cell findings"
            data-testid="cell-findings"
            data-severity=worst.map_or("none", Severity::name)
            title=title
        >
            <span class="worst" aria-hidden="true">{sign}</span>
            <span class="share" aria-hidden="true">{rest}</span>
            <span class="visually-hidden">{words}</span>
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
