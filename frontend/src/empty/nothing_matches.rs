//! What is said when a search matches no row: what cannot be read, or which term excludes most.

use kube_ingress_dash_model::query::{self, Query, edit};
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::browser;
use crate::dialog::Modal;
use crate::grants;
use crate::text::count;
use crate::toolbar::Controls;

/// Why nothing matches, and the ways out.
#[component]
pub fn NothingMatches(
    controls: Controls,
    /// The grants that denied namespaces lack.
    grants: Modal,
    clear: Callback<()>,
) -> impl IntoView {
    let denial = Memo::new(move |_| {
        let namespaces = controls.store.namespaces;
        controls.query.with(|query| namespaces.with(|all| Denial::of(query, all)))
    });
    let what = move || match denial.get() {
        Some(denial) => view! {
            <Denied denial=denial grants=grants/>
            <DropTerm controls=controls/> " "
        }
        .into_any(),
        None => view! {
            <h2>"Nothing matches"</h2>
            <p>"No Ingress matches " <q>{controls.standing}</q> "."</p>
            <DropTerm controls=controls/> " "
        }
        .into_any(),
    };
    view! {
        {what}
        <button class="button" data-testid="clear-search" on:click=move |_| clear.run(())>"Clear the search"</button>
    }
}

/// Offers to drop the term that excludes most.
#[component]
fn DropTerm(controls: Controls) -> impl IntoView {
    let excludes = Memo::new(move |_| {
        let lines = controls.store.lines;
        controls.query.with(|query| {
            // Without its only term a search is an empty one.
            if query.terms().count() < 2 {
                return None;
            }
            lines.with(|view| {
                let rows = view.all().iter().map(AsRef::as_ref);
                query::excludes_most(query, rows, browser::timestamp())
            })
        })
    });
    move || {
        excludes.get().map(|exclusion| {
            let text = controls.standing.get();
            let term = text.get(exclusion.range.clone()).unwrap_or_default().to_owned();
            let rest = edit::without(&text, exclusion.range);
            let rows = count(exclusion.rows_without_it);
            view! {
                <p>"Without " <q>{term.clone()}</q> {format!(" there would be {rows}.")}</p>
                <button class="button" data-testid="drop-term" on:click=move |_| controls.search(&rest)>
                    "Drop " {term}
                </button>
            }
        })
    }
}

/// Namespaces that are asked for by name and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Denial {
    namespaces: Vec<String>,
    /// What the API server says of the first.
    message: Option<String>,
    /// Whether there is a grant that they lack.
    lacks_grant: bool,
}

impl Denial {
    fn of(query: &Query, all: &[NamespaceStatus]) -> Option<Self> {
        let is_asked_for = |status: &&NamespaceStatus| {
            status.state == WatchState::Denied
                && status.namespace != SHARED
                && query.asks_for_namespace(&status.namespace)
        };
        let denied: Vec<NamespaceStatus> = all.iter().filter(is_asked_for).cloned().collect();
        let error = denied.first()?.error.as_ref();
        Some(Self {
            message: error.map(|error| error.message.clone()),
            lacks_grant: grants::is_missing(&denied),
            namespaces: denied.into_iter().map(|status| status.namespace).collect(),
        })
    }

    fn heading(&self) -> String {
        match self.namespaces.as_slice() {
            [one] => format!("The namespace {one} cannot be read"),
            [first, second] => format!("The namespaces {first} and {second} cannot be read"),
            [first, second, others @ ..] => {
                format!("The namespaces {first}, {second} and {} others cannot be read", others.len())
            }
            [] => String::new(),
        }
    }
}

#[component]
fn Denied(denial: Denial, grants: Modal) -> impl IntoView {
    let whether = "Whether an Ingress in it matches is not known.";
    let whether_in_them = "Whether an Ingress in one of them matches is not known.";
    view! {
        <h2>{denial.heading()}</h2>
        <p>{if denial.namespaces.len() == 1 { whether } else { whether_in_them }}</p>
        {denial.message.map(|message| view! { <p>"The API server says: " {message}</p> })}
        {denial.lacks_grant.then(|| view! {
            <button
                class="button"
                data-testid="show-missing-grant"
                aria-haspopup="dialog"
                on:click=move |_| grants.open()
            >
                "Show what is missing"
            </button>
        })} " "
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::status;

    fn of(text: &str) -> Option<Vec<String>> {
        let all = ["shop", "vault", "vault-2"]
            .map(|name| status(name, if name == "shop" { WatchState::Live } else { WatchState::Denied }));
        Denial::of(&Query::parse(text), &all).map(|denial| denial.namespaces)
    }

    #[test]
    fn only_what_is_asked_for_and_denied_is_named() {
        assert_eq!(of("ns:vault web"), Some(vec!["vault".to_owned()]));
        assert_eq!(of("ns:vault*"), Some(vec!["vault".to_owned(), "vault-2".to_owned()]));
        for text in ["ns:shop", "web", "-ns:vault", ""] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
