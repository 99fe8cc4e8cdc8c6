//! What answers, and what takes a part of the requests instead.

use kube_ingress_dash_insight::route::{Canary, Outcome};
use kube_ingress_dash_model::ingress::Backend;
use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use crate::backend::backend_view;
use crate::copy::CopyButton;
use crate::route;

/// The outcome.
pub(super) fn outcome_view(outcome: &Outcome) -> AnyView {
    match outcome {
        Outcome::Route { ingress, host, path, path_type, backend, canaries } => view! {
            <div class="outcome" data-testid="outcome" data-kind="route">
                {answer(ingress, backend)}
                <p class="rule absent">"by its rule " {rule_view(host.as_deref(), Some(path), Some(path_type))}</p>
                {(!canaries.is_empty()).then(|| view! {
                    <ul class="canaries" data-testid="canaries">{canaries.iter().map(canary_view).collect_view()}</ul>
                })}
            </div>
        }
        .into_any(),
        Outcome::DefaultBackend { ingress, backend } => view! {
            <div class="outcome" data-testid="outcome" data-kind="default-backend">
                {answer(ingress, backend)}
                <p class="rule absent">"by its default backend, since no rule of this class does"</p>
            </div>
        }
        .into_any(),
        Outcome::ControllerDefault => view! {
            <div class="outcome nobody" data-testid="outcome" data-kind="controller-default">
                <p><span class="sign" aria-hidden="true">"○"</span> <b>"No Ingress of this class answers"</b></p>
                <p class="rule absent">"The controller answers by itself, usually with 404."</p>
            </div>
        }
        .into_any(),
    }
}

fn answer(ingress: &IngressKey, backend: &Backend) -> impl IntoView + use<> {
    view! {
        <p class="winner">
            <span class="sign" aria-hidden="true">"✓"</span>
            {copyable_view(ingress)}
            <span class="arrow">"→"</span>
            {backend_view(backend)}
        </p>
    }
}

fn canary_view(canary: &Canary) -> impl IntoView + use<> {
    view! {
        <li>
            <span class="tag">"canary"</span>
            {copyable_view(&canary.ingress)}
            <span class="arrow">"→"</span>
            {backend_view(&canary.backend)}
            <span class="absent">{canary.terms.describe()}</span>
        </li>
    }
}

/// An Ingress, as the link to its details, and its name to copy.
fn copyable_view(key: &IngressKey) -> impl IntoView + use<> {
    view! { <span class="copyable">{ingress_view(key)} <CopyButton text=key.to_string() label="name"/></span> }
}

/// An Ingress, as the link to its details.
pub(super) fn ingress_view(key: &IngressKey) -> impl IntoView + use<> {
    view! {
        <a href=route::to_ingress(key) data-testid="ingress">
            <span class="namespace">{key.namespace.clone()} "/"</span> {key.name.clone()}
        </a>
    }
}

/// A host and a path, as they are written.
pub(super) fn rule_view(
    host: Option<&str>,
    path: Option<&str>,
    path_type: Option<&str>,
) -> impl IntoView + use<> {
    let host = match host {
        Some(host) => view! { <code>{host.to_owned()}</code> }.into_any(),
        None => "any host".into_any(),
    };
    let path =
        path.map(|path| view! { " " <code>{if path.is_empty() { "/" } else { path }.to_owned()}</code> });
    let path_type = path_type.map(|path_type| [" ", path_type].concat());
    view! { <span class="route">{host} {path} {path_type}</span> }
}
