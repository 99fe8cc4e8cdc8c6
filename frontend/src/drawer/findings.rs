//! What is found wrong, in sentences: part of the details that the overview asks for, and shown beside what it is about.

use std::collections::BTreeSet;

use kube_ingress_dash_model::finding::{Finding, FindingSet, Severity};
use leptos::prelude::*;

use super::answer::AnswerView;
use super::beyond::Beyond;
use super::details::Details;
use super::placement::{Place, Placed};
use super::subject::Subject;
use super::walk::Walk;
use super::yaml;
use crate::route;
use crate::severity;
use crate::text::count;

/// So many other Ingresses are linked from a finding.
const LINKED: usize = 3;

/// What is found. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Findings {
    details: Details,
    /// The kinds, which the row knows: of what the viewer may not see elsewhere it knows none.
    set: Memo<FindingSet>,
    /// The findings whole; null while they are on their way.
    whole: Memo<Option<Vec<Finding>>>,
    beyond: Beyond,
}

impl Findings {
    /// Follows the subject for as long as the present owner lives.
    pub(super) fn of(details: Details, subject: Memo<Subject>, beyond: Beyond) -> Self {
        // Nothing is wrong with what is gone, and the server knows nothing of it.
        let of_row = Memo::new(move |_| {
            subject.with(|subject| {
                let row = subject.row.as_ref().filter(|_| subject.absence.is_none());
                row.map(|row| row.findings)
            })
        });
        let set = Memo::new(move |_| of_row.get().unwrap_or_default());
        let told = beyond.part(|told| Some(told.finding_details.clone()));
        let whole = Memo::new(move |_| of_row.get().and_then(|_| told.get()));
        Self { details, set, whole, beyond }
    }

    /// Tracks them.
    pub(super) fn get(self) -> Vec<Finding> {
        self.whole.get().unwrap_or_default()
    }

    /// Whether anything is found: by the row until the findings are there. Tracks them.
    fn is_any(self) -> bool {
        let is_any = self.whole.with(|whole| whole.as_ref().map(|whole| !whole.is_empty()));
        is_any.unwrap_or_else(|| !self.set.get().is_empty())
    }

    /// Those of a place.
    pub(super) fn view(self, placed: &Placed<'_>, place: Place) -> Vec<AnyView> {
        placed.at(place).map(|(finding, says_remedy)| self.finding(finding, says_remedy)).collect()
    }

    fn finding(self, finding: &Finding, says_remedy: bool) -> AnyView {
        let level = finding.severity;
        let others: BTreeSet<_> =
            finding.evidence.iter().filter_map(|evidence| evidence.ingress.as_ref()).collect();
        let rest = others.len().saturating_sub(LINKED);
        let rest = (rest > 0)
            .then(|| view! { <span class="absent">{["and ", &count(rest), " more"].concat()}</span> });
        let (details, kind) = (self.details, finding.kind.name());
        let others = others.into_iter().take(LINKED).map(|key| {
            let (name, key) = (key.to_string(), key.clone());
            view! { " " <a href=move || details.link(&key)>{name}</a> }
        });
        let remedy = says_remedy.then(|| view! { <p class="absent">{finding.remedy.clone()}</p> });
        view! {
            <div class="finding" data-testid="finding" data-kind=kind data-severity=level.name() tabindex="-1">
                <p>
                    <b><span aria-hidden="true">{severity::sign(level)}</span> " " {severity::word(level)}</b> " " {finding.sentence.clone()} " "
                    <a class="of-kind" href=route::to_finding(kind) title="All Ingresses of which this is found">{kind}</a>
                </p>
                {remedy}
                <p class="others">{others.collect_view()} {rest}</p>
            </div>
        }
        .into_any()
    }
}

/// How much is found, and what of it is about no rule in particular.
#[component]
pub(super) fn FindingsSection(findings: Findings, subject: Memo<Subject>) -> impl IntoView {
    let is_any = Memo::new(move |_| findings.is_any());
    let walk = Walk::new();
    let counts = move || {
        let set = findings.set.get();
        let whole = findings.whole.get();
        let number = |severity: Severity| match &whole {
            Some(whole) => whole.iter().filter(|finding| finding.severity == severity).count(),
            None => set.kinds(severity).count(),
        };
        let counted = |severity: Severity| {
            let number = number(severity);
            (number > 0).then(|| {
                view! {
                    <button
                        class="count"
                        data-severity=severity.name()
                        title="Go to the next one"
                        disabled=findings.whole.with(Option::is_none)
                        on:click=move |_| walk.go(severity)
                    >
                        <span aria-hidden="true">{severity::sign(severity)}</span> " " {severity::counted(number, severity)}
                    </button>
                }
            })
        };
        Severity::ALL.map(counted).collect_view()
    };
    let apart = move || {
        let whole = findings.get();
        subject.with_untracked(|subject| {
            subject.row.as_ref().map(|row| findings.view(&Placed::beside(row, &whole), Place::Apart))
        })
    };
    let is_empty = Signal::derive(move || findings.whole.with(Option::is_none));
    view! {
        <Show when=move || is_any.get()>
            <h3>"Findings"</h3>
            <p class="finding-counts" data-testid="finding-counts">{counts}</p>
            <AnswerView fetched=findings.beyond.fetched is_empty=is_empty grant=yaml::GRANT/>
            {apart}
        </Show>
    }
}
