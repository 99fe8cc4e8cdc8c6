//! The path of the decision: each step with what it did and how many rules it left.

use kube_ingress_dash_insight::route::Step;
use leptos::prelude::*;

use super::ranking::source_view;
use super::wording;

/// The steps, in order.
pub(super) fn steps_view(steps: &[Step]) -> AnyView {
    view! { <ol class="steps" data-testid="steps">{steps.iter().map(step_view).collect_view()}</ol> }
        .into_any()
}

fn step_view(step: &Step) -> impl IntoView + use<> {
    let left = match step.remaining {
        0 => "none left".to_owned(),
        remaining => [&remaining.to_string(), " left"].concat(),
    };
    view! {
        <li data-testid="step" data-remaining=step.remaining.to_string()>
            <b>{wording::subject(step.reason)}</b>
            <span class="words">{step.sentence.clone()}</span>
            <span class="left">{left}</span>
            {source_view(&step.source)}
        </li>
    }
}
