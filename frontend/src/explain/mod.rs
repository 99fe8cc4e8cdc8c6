//! Which Ingress answers a URL, and why: a page of its own. The URL is typed or comes with the address; the answer is the
//! server's, and follows the cluster.

mod losers;
mod outcome;
mod question;
mod ranking;
mod start;
mod steps;
mod wording;

use kube_ingress_dash_insight::Explanation;
use kube_ingress_dash_insight::route::{Reason, Step};
use leptos::prelude::*;

use crate::address_text::{AddressText, Entry, TextField};
use crate::ask::Failure;
use crate::banner::Banner;
use crate::copy::CopyButton;
use crate::drawer;
use crate::other_page::{OtherPage, PageContext};
use question::Asked;
use ranking::RankingView;
use start::Start;

/// What is told of a text that the server reads no URL from.
const MISUNDERSTANDING: &str =
    "No host and path can be read from this. Expected is a URL such as shop.example.com/cart.";

/// The page.
#[component]
pub fn ExplainPage(context: PageContext) -> impl IntoView {
    let store = context.store;
    let written = AddressText::of("url");
    let asked = Asked::of(store, written.text);
    let misunderstanding = Memo::new(move |_| {
        asked.failure.with(|failure| failure.as_ref().is_some_and(Failure::is_misunderstanding))
    });
    view! {
        <OtherPage context=context>
            <div class="toolbar">
                <div class="search-line">
                    <TextField
                        written=written
                        name="explain-url"
                        label="URL to explain"
                        placeholder="https://shop.example.com/cart"
                        clear_label="Clear the URL"
                        remarks="explain-remarks"
                        is_invalid=Signal::from(misunderstanding)
                        takes_focus=true
                    />
                    <CopyButton text=Signal::derive(drawer::address) label="link to what is shown"/>
                    <div id="explain-remarks" class="remarks" data-testid="explain-remarks" aria-live="polite">
                        {move || misunderstanding.get().then(|| view! { <p class="problem">{MISUNDERSTANDING}</p> })}
                    </div>
                </div>
            </div>
            <Banner store=store settings=context.settings grants=context.dialogs.grants/>
            <div class="explain" data-testid="explain">
                <Answer asked=asked/>
                <Show when=move || asked.typed.with(Option::is_none) || misunderstanding.get()>
                    <Start store=store ask=Callback::new(move |url| written.set(url, Entry::Add))/>
                </Show>
            </div>
        </OtherPage>
    }
}

/// What is known, and why no more is.
#[component]
fn Answer(asked: Asked) -> impl IntoView {
    let failure = Memo::new(move |_| {
        let is_shown_here = |failure: &&Failure| !failure.is_misunderstanding();
        asked.failure.with(|failure| failure.as_ref().filter(is_shown_here).cloned())
    });
    let failure = move || {
        failure.get().map(|failure| {
            view! {
                <div class="failure" role="alert" data-testid="failure">
                    <h3>{failure.title}</h3>
                    <p>{failure.detail}</p>
                    <button class="button" data-testid="retry" on:click=move |_| asked.again()>"Try again"</button>
                </div>
            }
        })
    };
    let explanation = asked.explanation;
    let request = Memo::new(move |_| {
        explanation.with(|known| known.as_ref().map(|known| (known.host.clone(), known.path.clone())))
    });
    let classes = Memo::new(move |_| {
        let of = |known: &Explanation| {
            known.rankings.iter().map(|ranking| ranking.class.clone()).collect::<Vec<_>>()
        };
        explanation.with(|known| known.as_ref().map(of).unwrap_or_default())
    });
    let is_unnamed = Memo::new(move |_| explanation.with(|known| known.as_ref().is_some_and(is_unnamed)));
    let request = move || {
        request.get().map(|(host, path)| {
            view! {
                <h2 class="request" data-testid="request">
                    <span class="visually-hidden">"What answers "</span>
                    <code>{host}<b>{path}</b></code>
                </h2>
                {move || is_unnamed.get().then(|| view! {
                    <p class="unnamed" data-testid="unnamed-host">
                        "No rule names this host, itself or by a wildcard. What is below is for any host."
                    </p>
                })}
                {move || classes.with(|classes| remark(classes.len()))}
            }
        })
    };
    let ranking_of = move |class: &Option<String>| {
        let class = class.clone();
        Memo::new(move |_| {
            explanation
                .with(|known| known.as_ref()?.rankings.iter().find(|ranking| ranking.class == class).cloned())
        })
    };
    view! {
        <div class="visually-hidden" role="status" data-testid="explain-status">
            {move || explanation.with(|known| known.as_ref().map(wording::summary))}
        </div>
        {failure}
        <div class="answer" class:outdated=asked.is_outdated aria-busy=move || asked.is_awaited.get().to_string()>
            {request}
            <For
                each=move || classes.get()
                key=Clone::clone
                children=move |class| {
                    let ranking = ranking_of(&class);
                    view! { <RankingView ranking=ranking class=class/> }
                }
            />
        </div>
    }
}

/// Whether something is for any host, and nothing for this one.
fn is_unnamed(explanation: &Explanation) -> bool {
    let names_host = |step: &Step| matches!(step.reason, Reason::ExactHost | Reason::WildcardHost);
    let mut steps = explanation.rankings.iter().flat_map(|ranking| &ranking.steps);
    !explanation.rankings.is_empty() && !steps.any(names_host)
}

/// What to know of the number of classes that answer.
fn remark(classes: usize) -> Option<AnyView> {
    match classes {
        0 => Some(
            view! {
                <p data-testid="no-answer">
                    "No Ingress has a rule for this host, and none has a default backend: whatever proxy takes the request answers it by itself, usually with 404."
                </p>
            }
            .into_any(),
        ),
        1 => None,
        _ => Some(
            view! {
                <p class="absent">
                    "Each class is another proxy. Which of them gets the request depends on the address to which the host leads."
                </p>
            }
            .into_any(),
        ),
    }
}
