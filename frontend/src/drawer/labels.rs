//! Labels and annotations, each to copy. Long values are folded; those that rows carry cut are fetched whole.

use std::collections::BTreeMap;

use kube_ingress_dash_model::ingress::Ingress;
use leptos::prelude::*;

use super::beyond::Beyond;
use super::subject::Subject;
use crate::copy::CopyButton;

/// A longer value, in bytes, is folded.
const FOLDED: usize = 160;
/// A value that ends in an ellipsis and is not shorter than this, in bytes, may have been cut by the server.
const CUT: usize = 250;

type Texts = BTreeMap<String, String>;

/// The tab.
#[component]
pub fn LabelsTab(subject: Memo<Subject>, beyond: Beyond) -> impl IntoView {
    let of_row = move |part: fn(&Ingress) -> &Texts| {
        Memo::new(move |_| {
            subject.with(|subject| subject.row.as_ref().map(|row| part(row).clone()).unwrap_or_default())
        })
    };
    let labels = of_row(|row| &row.labels);
    let annotations = of_row(|row| &row.annotations);
    let whole = beyond.part(|told| Some(told.annotations.clone()));
    let annotations = Memo::new(move |_| {
        let mut annotations = annotations.get();
        whole.with(|whole| complete(&mut annotations, whole.as_ref()));
        annotations
    });
    view! {
        <h3>"Labels"</h3>
        {move || labels.with(list)}
        <h3>"Annotations"</h3>
        {move || annotations.with(list)}
    }
}

/// Whether the row has less of an annotation than the object.
pub(super) fn has_cut(ingress: &Ingress) -> bool {
    ingress.annotations.values().any(|value| is_cut(value))
}

fn is_cut(value: &str) -> bool {
    value.len() >= CUT && value.ends_with('…')
}

/// Puts whole values in the place of those that were cut.
fn complete(annotations: &mut Texts, whole: Option<&Texts>) {
    for (key, value) in annotations.iter_mut().filter(|(_, value)| is_cut(value)) {
        if let Some(whole) = whole.and_then(|whole| whole.get(key)) {
            value.clone_from(whole);
        }
    }
}

fn list(texts: &Texts) -> AnyView {
    if texts.is_empty() {
        return view! { <p class="absent">"none"</p> }.into_any();
    }
    let entries = texts.iter().map(|(key, value)| entry(key, value)).collect_view();
    view! { <dl class="texts">{entries}</dl> }.into_any()
}

fn entry(key: &str, value: &str) -> impl IntoView + use<> {
    let is_long = value.len() > FOLDED || value.contains('\n');
    let is_folded = RwSignal::new(is_long);
    let fold = is_long.then(|| {
        view! {
            <button
                class="fold"
                data-testid="fold"
                aria-expanded=move || (!is_folded.get()).to_string()
                on:click=move |_| is_folded.update(|folded| *folded = !*folded)
            >
                {move || if is_folded.get() { "Show all" } else { "Show less" }}
            </button>
        }
    });
    view! {
        <dt><code>{key.to_owned()}</code></dt>
        <dd class="copyable">
            <div class="value">
                <code class:folded=is_folded>{value.to_owned()}</code>
                {fold}
            </div>
            <CopyButton text=value.to_owned() label="value"/>
        </dd>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(key: &str, value: &str) -> Texts {
        BTreeMap::from([(key.to_owned(), value.to_owned())])
    }

    #[test]
    fn cut_values_are_completed_and_no_others() {
        let cut = ["a".repeat(256), "…".to_owned()].concat();
        let mut annotations = texts("long", &cut);
        complete(&mut annotations, None);
        assert_eq!(annotations, texts("long", &cut));
        complete(&mut annotations, Some(&texts("long", "whole")));
        assert_eq!(annotations, texts("long", "whole"));

        let mut short = texts("short", "so…");
        complete(&mut short, Some(&texts("short", "later")));
        assert_eq!(short, texts("short", "so…"));
    }
}
