//! A menu of the values that a field has, with how many rows each: it edits the search, and nothing else.

use kube_ingress_dash_model::finding::Severity;
use kube_ingress_dash_model::query::edit;
use kube_ingress_dash_model::query::facet::{self, Facet, FacetValue};
use leptos::prelude::*;

use super::Controls;
use crate::browser;
use crate::menu::Menu;
use crate::severity;
use crate::text::count;

/// More values than this can be searched.
const LONG: usize = 10;
/// No more values than this are listed at once.
const MOST: usize = 200;

/// The menu of one facet.
#[component]
pub fn FacetMenu(
    controls: Controls,
    facet: Facet<'static>,
    name: &'static str,
    title: &'static str,
) -> impl IntoView {
    let chosen = Memo::new(move |_| controls.text.with(|text| edit::chosen(text, facet.field()).len()));
    let label = move || match chosen.get() {
        0 => title.to_owned(),
        chosen => format!("{title} · {chosen}"),
    };
    view! {
        <Menu name=name label=Signal::derive(label) is_set=Signal::derive(move || chosen.get() > 0)>
            {match facet {
                Facet::LabelKey => view! { <Labels controls=controls/> }.into_any(),
                Facet::Finding => view! {
                    <Values controls=controls facet=Facet::Severity title="severities"/>
                    <hr/>
                    <Values controls=controls facet=Facet::Finding title="findings"/>
                }
                .into_any(),
                _ => view! { <Values controls=controls facet=facet title=title/> }.into_any(),
            }}
        </Menu>
    }
}

/// First the keys of the labels, then the values of the one that was chosen.
#[component]
fn Labels(controls: Controls) -> impl IntoView {
    let chosen_key = RwSignal::new(None::<String>);
    let keys = counted(controls, Facet::LabelKey);
    let key = move |value: FacetValue| {
        let key = value.value.clone();
        view! {
            <button class="value" data-testid="facet-key" on:click=move |_| chosen_key.set(Some(key.clone()))>
                <span class="words">{value.value}</span>
                <span class="share">{count(value.count)} " ▸"</span>
            </button>
        }
    };
    move || match chosen_key.get() {
        None => {
            view! { <div class="values">{keys.get().into_iter().take(MOST).map(key).collect_view()}</div> }
                .into_any()
        }
        Some(key) => view! {
            <button class="value" on:click=move |_| chosen_key.set(None)>
                <span class="words">"◂ " {key.clone()}</span>
            </button>
            <LabelValues controls=controls key=key/>
        }
        .into_any(),
    }
}

#[component]
fn LabelValues(controls: Controls, key: String) -> impl IntoView {
    let values = Memo::new(move |_| count_values(controls, Facet::Label(&key)));
    view! { <List controls=controls values=values facet=Facet::LabelKey title="values"/> }
}

#[component]
fn Values(controls: Controls, facet: Facet<'static>, title: &'static str) -> impl IntoView {
    view! { <List controls=controls values=counted(controls, facet) facet=facet title=title/> }
}

/// The values as they are when the menu opens and when the search changes: numbers that run would move what one aims at.
fn counted(controls: Controls, facet: Facet<'static>) -> Memo<Vec<FacetValue>> {
    Memo::new(move |_| count_values(controls, facet))
}

fn count_values(controls: Controls, facet: Facet) -> Vec<FacetValue> {
    controls.query.with(|query| {
        controls.store.lines.with_untracked(|view| {
            let rows = view.all().iter().map(AsRef::as_ref);
            let mut values = facet::values(rows, query, facet, browser::timestamp());
            controls.settings.with(|chosen| {
                let hidden = match facet {
                    Facet::Namespace => &chosen.hidden_namespaces,
                    Facet::LabelKey => &chosen.hidden_labels,
                    _ => return,
                };
                values.retain(|value| value.chosen || !hidden.contains(&value.value));
            });
            values
        })
    })
}

#[component]
fn List(
    controls: Controls,
    values: Memo<Vec<FacetValue>>,
    facet: Facet<'static>,
    title: &'static str,
) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let is_long = values.with_untracked(|values| values.len() > LONG);
    let listed = move || {
        let wanted = wanted.get().to_lowercase();
        let is_wanted = |value: &&FacetValue| value.value.to_lowercase().contains(&wanted);
        values.with(|values| values.iter().filter(is_wanted).take(MOST).cloned().collect::<Vec<_>>())
    };
    let most = Memo::new(move |_| {
        values.with(|values| values.iter().map(|value| value.count).max().unwrap_or_default().max(1))
    });
    let toggle = move |value: &str| {
        controls.search(&controls.text.with_untracked(|text| edit::toggle(text, facet.field(), value)));
    };
    let chosen = Memo::new(move |_| controls.text.with(|text| edit::chosen(text, facet.field())));
    let value = move |value: FacetValue| {
        let own = value.value.clone();
        let name = value.value.clone();
        let number = Memo::new(move |_| {
            values.with(|values| values.iter().find(|one| one.value == name).map_or(0, |one| one.count))
        });
        let is_chosen = move || chosen.with(|chosen| chosen.iter().any(|one| one.eq_ignore_ascii_case(&own)));
        let share = move || [&(number.get() * 100 / most.get()).to_string(), "%"].concat();
        let (words, name) = (words(facet, &value.value), value.value.clone());
        let title = words.clone();
        view! {
            <label class="value" data-testid="facet-value" data-value=name>
                <input type="checkbox" prop:checked=is_chosen on:change=move |_| toggle(&value.value)/>
                <span class="words" title=title>{words}</span>
                <span class="share">{move || count(number.get())}</span>
                <span class="bar" aria-hidden="true" style:width=share></span>
            </label>
        }
    };
    view! {
        {is_long.then(|| view! {
            <input
                class="menu-search"
                type="search"
                data-testid="facet-search"
                aria-label=format!("Search {title}")
                placeholder="Search…"
                on:input=move |event| wanted.set(event_target_value(&event))
            />
        })}
        <div class="values">
            <For each=listed key=|value| value.value.clone() children=value/>
        </div>
        <Show when=move || values.with(Vec::is_empty)><p class="absent">"No values"</p></Show>
    }
}

/// A value in words.
fn words(facet: Facet, value: &str) -> String {
    let words = match (facet, value) {
        (Facet::Tls, "yes") => "TLS for every host",
        (Facet::Tls, "partial") => "TLS for some hosts",
        (Facet::Tls, "edge") => "TLS before the Ingress",
        (Facet::Tls, "no") => "not in spec.tls",
        (Facet::Severity, value) => {
            return match Severity::named(value) {
                Some(level) => [severity::sign(level), " ", level.name()].concat(),
                None => "nothing found".to_owned(),
            };
        }
        (Facet::Finding, value) => return value.replace('-', " "),
        (_, "") => "none",
        (_, value) => value,
    };
    words.to_owned()
}
