//! The decision of one class. A change touches the part that it is about: what is unfolded stays unfolded.

use kube_ingress_dash_insight::route::{Caveat, Ranking};
use leptos::prelude::*;

use super::losers::Losers;
use super::outcome::outcome_view;
use super::steps::steps_view;
use super::wording;

/// The decision.
#[component]
pub(super) fn RankingView(ranking: Memo<Option<Ranking>>, class: Option<String>) -> impl IntoView {
    let outcome = part(ranking, |ranking| ranking.outcome.clone());
    let caveats = part(ranking, |ranking| ranking.caveats.clone());
    let steps = part(ranking, |ranking| ranking.steps.clone());
    let dialect = part(ranking, |ranking| wording::dialect(ranking.dialect));
    let name = wording::class(class.as_deref()).to_owned();
    let heading = name.clone();
    view! {
        <section class="ranking" aria-label=name data-testid="ranking" data-class=class>
            <div class="ranking-head"><h3>{heading}</h3> <span class="absent">{dialect}</span></div>
            {move || outcome.get().map(|outcome| outcome_view(&outcome))}
            {move || caveats.get().map(|caveats| caveats_view(&caveats))}
            <h4>"How it is decided"</h4>
            {move || steps.get().map(|steps| steps_view(&steps))}
            <Losers ranking=ranking/>
        </section>
    }
}

/// A part of the decision, which tells of its own changes alone.
pub(super) fn part<T>(ranking: Memo<Option<Ranking>>, part: fn(&Ranking) -> T) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| ranking.with(|ranking| ranking.as_ref().map(part)))
}

/// Where the outcome may be another one.
fn caveats_view(caveats: &[Caveat]) -> Option<AnyView> {
    let caveat = |caveat: &Caveat| {
        view! { <li><span class="words">{caveat.sentence.clone()}</span> {source_view(&caveat.source)}</li> }
    };
    (!caveats.is_empty()).then(|| {
        view! {
            <div class="caveats" data-testid="caveats">
                <b><span class="sign" aria-hidden="true">"▲"</span> "It may be otherwise"</b>
                <ul>{caveats.iter().map(caveat).collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

/// Where a rule is written.
pub(super) fn source_view(source: &str) -> AnyView {
    // Built by the server from constants; a link that runs something would still be none.
    if !source.starts_with("https://") {
        return ().into_any();
    }
    let site = wording::site(source).to_owned();
    view! {
        <a class="source" href=source.to_owned() target="_blank" rel="noopener noreferrer">
            <span class="visually-hidden">"Source: "</span> {site} <span aria-hidden="true">" ↗"</span>
        </a>
    }
    .into_any()
}
