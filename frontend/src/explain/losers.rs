//! The rules that had to do with the URL and do not answer it, folded.

use kube_ingress_dash_insight::route::{Candidate, Ranking, Verdict};
use leptos::prelude::*;

use super::outcome::{ingress_view, rule_view};
use super::ranking::part;
use super::wording;
use crate::text::count;

/// The rules that lost, and why each did.
#[component]
pub(super) fn Losers(ranking: Memo<Option<Ranking>>) -> impl IntoView {
    let losers = part(ranking, |ranking| (losers(&ranking.candidates), ranking.omitted));
    let losers = Memo::new(move |_| losers.get().unwrap_or_default());
    let summary = move || {
        losers.with(|(losers, omitted)| match losers.len() + omitted {
            1 => "1 other rule, and why it does not answer".to_owned(),
            number => [&count(number), " other rules, and why each does not answer"].concat(),
        })
    };
    let list = move || {
        losers.with(|(losers, omitted)| {
            let rest = (*omitted > 0).then(|| view! { <li class="absent">{count(*omitted)} " more"</li> });
            view! { {losers.iter().map(loser_view).collect_view()} {rest} }
        })
    };
    let are_any = Memo::new(move |_| losers.with(|(losers, omitted)| losers.len() + omitted > 0));
    view! {
        <Show when=move || are_any.get()>
            <details class="losers" data-testid="losers">
                <summary>{summary}</summary>
                <ul>{list}</ul>
            </details>
        </Show>
    }
}

fn losers(candidates: &[Candidate]) -> Vec<Candidate> {
    let answers = |verdict| matches!(verdict, Verdict::Wins | Verdict::Shares);
    candidates.iter().filter(|candidate| !answers(candidate.verdict)).cloned().collect()
}

fn loser_view(candidate: &Candidate) -> impl IntoView + use<> {
    let Candidate { ingress, host, path, path_type, verdict, .. } = candidate;
    let rule = match (path, verdict) {
        (None, Verdict::DefaultBackendNotAsked | Verdict::Younger) => None,
        _ => Some(rule_view(host.as_deref(), path.as_deref(), path_type.as_deref())),
    };
    view! {
        <li data-testid="loser" data-verdict=format!("{verdict:?}")>
            {ingress_view(ingress)}
            <span class="absent">{rule}</span>
            <span class="why">{wording::verdict(*verdict)}</span>
        </li>
    }
}
