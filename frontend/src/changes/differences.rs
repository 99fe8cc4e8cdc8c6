//! What a change consists of, in words.

use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::difference::{self, Difference};
use leptos::prelude::*;

/// Differences that are told of one change.
const TOLD: usize = 6;

/// What became of a row: the name of the kind, and what people read.
pub fn word(change: &Change) -> (&'static str, &'static str) {
    match change {
        Change::Added(_) => ("added", "added"),
        Change::Updated { .. } => ("updated", "changed"),
        Change::Removed(_) => ("removed", "removed"),
    }
}

/// What differs, the first differences; nothing for a row that is new or gone.
pub fn differences_view(change: &Change) -> AnyView {
    let differences = match change {
        Change::Updated { before, after } => difference::between(before, after),
        Change::Added(_) | Change::Removed(_) => Vec::new(),
    };
    let rest = differences.len().saturating_sub(TOLD);
    view! {
        {(!differences.is_empty()).then(|| view! {
            <ul>{differences.into_iter().take(TOLD).map(difference_view).collect_view()}</ul>
        })}
        {(rest > 0).then(|| view! { <p class="absent">{format!("and {rest} more")}</p> })}
    }
    .into_any()
}

fn difference_view(difference: Difference) -> impl IntoView {
    let before = difference.before.map(|before| view! { <del>{before}</del> });
    let after = difference.after.map(|after| view! { <ins>{after}</ins> });
    let sign = match (before.is_some(), after.is_some()) {
        (true, true) => Some(" → "),
        (false, true) => Some("+ "),
        (_, false) => None,
    };
    view! { <li><code>{difference.what}</code> ": " {before} {sign} {after}</li> }
}
