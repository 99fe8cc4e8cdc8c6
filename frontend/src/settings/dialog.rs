//! The settings as a dialog.

use kube_ingress_dash_model::order::Column;
use leptos::prelude::*;

use super::names::Names;
use super::{Density, Preferences, Settings, Theme};
use crate::access::AccessLine;
use crate::dialog::{Dialog, Modal};
use crate::state::Store;
use crate::table::column::HEADINGS;

/// Names that are listed before the rest is left to the search.
const LISTED: usize = 100;
/// With fewer names a list needs no search.
const SEARCHED: usize = 12;

/// The dialog.
#[component]
pub fn SettingsDialog(modal: Modal, settings: Settings, store: Store) -> impl IntoView {
    view! {
        <Dialog modal=modal name="settings" label="Settings">
            <Choice
                legend="Theme"
                words=&["Auto", "Light", "Dark"]
                chosen=Signal::derive(move || settings.with(|chosen| place(&Theme::ALL, chosen.theme)))
                choose=Callback::new(move |at: usize| {
                    settings.update(|chosen| chosen.theme = Theme::ALL[at.min(Theme::ALL.len() - 1)]);
                })
            />
            <Choice
                legend="Density"
                words=&["Comfortable, 36 px", "Compact, 28 px"]
                chosen=Signal::derive(move || settings.with(|chosen| place(&Density::ALL, chosen.density)))
                choose=Callback::new(move |at: usize| {
                    settings.update(|chosen| chosen.density = Density::ALL[at.min(Density::ALL.len() - 1)]);
                })
            />
            <fieldset>
                <legend>"Keys"</legend>
                <label>
                    <input
                        type="checkbox"
                        data-testid="letters"
                        prop:checked=move || settings.with(|chosen| chosen.letters)
                        on:change=move |event| {
                            let letters = event_target_checked(&event);
                            settings.update(|chosen| chosen.letters = letters);
                        }
                    />
                    "Single letters and signs act as keys"
                </label>
            </fieldset>
            <fieldset data-testid="columns">
                <legend>"Columns"</legend>
                <div class="checks">
                    {HEADINGS
                        .iter()
                        .filter(|heading| heading.column != Column::Name)
                        .map(|heading| check(settings, Names::Columns, heading.name.to_owned(), heading.title.to_owned()))
                        .collect_view()}
                </div>
            </fieldset>
            <fieldset>
                <legend>"Offered in filters"</legend>
                <Offered settings=settings store=store names=Names::Namespaces title="Namespaces"/>
                <Offered settings=settings store=store names=Names::Labels title="Labels"/>
                <Offered settings=settings store=store names=Names::Annotations title="Annotations"/>
            </fieldset>
            <fieldset>
                <legend>"Who sees this"</legend>
                <AccessLine store=store/>
            </fieldset>
            <div class="dialog-foot">
                <button
                    class="button"
                    data-testid="reset"
                    on:click=move |_| settings.update(|chosen| *chosen = Preferences::default())
                >
                    "Reset to defaults"
                </button>
                <span class="hint">"Kept in this browser."</span>
            </div>
        </Dialog>
    }
}

fn place<T: PartialEq>(all: &[T], one: T) -> usize {
    all.iter().position(|each| *each == one).unwrap_or_default()
}

/// One of several, by radio buttons.
#[component]
fn Choice(
    legend: &'static str,
    words: &'static [&'static str],
    chosen: Signal<usize>,
    choose: Callback<usize>,
) -> impl IntoView {
    let option = move |(at, word): (usize, &'static &'static str)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=legend
                    prop:checked=move || chosen.get() == at
                    on:change=move |_| choose.run(at)
                />
                {*word}
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{legend}</legend>
            <div class="checks">{words.iter().enumerate().map(option).collect_view()}</div>
        </fieldset>
    }
}

/// One name that can be hidden.
fn check(settings: Settings, names: Names, name: String, title: String) -> AnyView {
    let shown_name = name.clone();
    view! {
        <label>
            <input
                type="checkbox"
                prop:checked=move || settings.with(|chosen| !names.hidden(chosen).contains(&shown_name))
                on:change=move |event| {
                    let shown = event_target_checked(&event);
                    settings.update(|chosen| names.show(chosen, &name, shown));
                }
            />
            <span>{title}</span>
        </label>
    }
    .into_any()
}

/// The names of one kind, folded until somebody wants them, with a search where there are many.
#[component]
fn Offered(settings: Settings, store: Store, names: Names, title: &'static str) -> impl IntoView {
    let known = StoredValue::new(settings.with_untracked(|chosen| names.known(store, chosen)));
    let total = known.with_value(Vec::len);
    let text = RwSignal::new(String::new());
    let hidden = move || match settings.with(|chosen| names.hidden(chosen).len()) {
        0 => String::new(),
        hidden => format!(", {hidden} hidden"),
    };
    let list = move || {
        let wanted = text.with(|text| text.to_lowercase());
        known.with_value(|known| {
            let mut found = known.iter().filter(|name| name.to_lowercase().contains(&wanted));
            let checks: Vec<AnyView> = found
                .by_ref()
                .take(LISTED)
                .map(|name| check(settings, names, name.clone(), name.clone()))
                .collect();
            let rest = found.count();
            view! {
                <div class="checks">{checks}</div>
                {(rest > 0).then(|| view! { <p class="hint">{format!("and {rest} more: search for them")}</p> })}
            }
        })
    };
    let search = (total > SEARCHED).then(|| {
        view! {
            <input
                class="field"
                type="text"
                aria-label=["Search ", title].concat()
                placeholder="Search"
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| text.set(event_target_value(&event))
            />
        }
    });
    view! {
        <details data-testid=["offered-", title].concat()>
            <summary>{title} <span class="hint">{total.to_string()} {hidden}</span></summary>
            {search}
            {list}
        </details>
    }
}
