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

/// The page.
#[component]
pub fn ExplainPage(context: PageContext) -> impl IntoView {
    let store = context.store;
    let written = AddressText::of("url");
    let asked = Asked::of(store, written.text);
    let misunderstanding = Memo::new(move |_| {
        asked
            .failure
            .with(|failure| failure.as_ref().filter(|failure| failure.is_misunderstanding()).cloned())
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
                        is_invalid=Signal::derive(move || misunderstanding.with(Option::is_some))
                        takes_focus=true
                    />
                    <CopyButton text=Signal::derive(drawer::address) label="link to what is shown"/>
                    <div id="explain-remarks" class="remarks" data-testid="explain-remarks" aria-live="polite">
                        {move || misunderstanding.get().map(|failure| view! { <p class="problem">{words(&failure)}</p> })}
                    </div>
                </div>
            </div>
            <Banner store=store settings=context.settings grants=context.dialogs.grants/>
            <div class="explain" data-testid="explain">
                <Answer asked=asked/>
                <Show when=move || asked.typed.with(Option::is_none)>
                    <Start store=store ask=Callback::new(move |url| written.set(url, Entry::Add))/>
                </Show>
            </div>
        </OtherPage>
    }
}

fn words(failure: &Failure) -> String {
    if failure.detail.is_empty() { failure.title.clone() } else { failure.detail.clone() }
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
    let request = move || {
        request.get().map(|(host, path)| {
            view! {
                <h2 class="request" data-testid="request">
                    <span class="visually-hidden">"What answers "</span>
                    <code>{host}<b>{path}</b></code>
                </h2>
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
        <div class="answer" class:outdated=asked.is_outdated aria-busy=move || asked.is_outdated.get().to_string()>
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
