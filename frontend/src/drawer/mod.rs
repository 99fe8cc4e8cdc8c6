//! One Ingress whole, beside the list or over its right: what its row says and follows, and what the server tells when it
//! is asked.

mod answer;
mod beyond;
mod class;
mod commands;
mod details;
mod events;
mod findings;
mod history;
mod keys;
mod labels;
mod overview;
mod placement;
mod rules;
mod step;
mod subject;
mod tab;
mod tabs;
mod walk;
mod wanted;
mod yaml;

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::{age, link};
use leptos::ev;
use leptos::html::{Div, Section};
use leptos::prelude::*;

use crate::ask;
use crate::browser;
use crate::copy::{Copier, CopyButton};
use crate::moment;
use crate::settings::Settings;
use crate::state::Store;
use beyond::Beyond;
pub use details::{Details, address};
use events::EventsTab;
use keys::Action;
use labels::LabelsTab;
use overview::OverviewTab;
use step::Step;
pub use step::walk;
use subject::Subject;
pub use tab::Tab;
use tabs::{PANEL, Tabs};
use yaml::YamlTab;
pub use yaml::copy as copy_yaml;

/// The details of the selected Ingress, while one is selected.
#[component]
pub fn Drawer(
    /// The page's state.
    store: Store,
    /// Whether letters are keys.
    settings: Settings,
    /// What is shown.
    details: Details,
    /// Copies for the keyboard.
    copier: Copier,
    /// Asks for another row of the list.
    step: Callback<Step>,
) -> impl IntoView {
    let is_open = Memo::new(move |_| details.selection.with(Option::is_some));
    move || {
        is_open.get().then(
            || view! { <OpenDrawer store=store settings=settings details=details copier=copier step=step/> },
        )
    }
}

#[component]
fn OpenDrawer(
    store: Store,
    settings: Settings,
    details: Details,
    copier: Copier,
    step: Callback<Step>,
) -> impl IntoView {
    let selection = details.selection;
    let subject = subject::follow(store, selection);
    let wanted = wanted::wanted(ask::rested(selection), subject);
    // Of several tabs, and asked for once.
    let beyond = Beyond::of(wanted::fetch(
        Memo::new(move |_| {
            wanted.get().filter(|_| match details.tab.get() {
                Tab::Overview => subject.with(|subject| subject.absence.is_none()),
                Tab::Labels => subject.with(|subject| subject.row.as_deref().is_some_and(labels::has_cut)),
                Tab::Yaml => true,
                Tab::Events => false,
            })
        }),
        "",
    ));
    ask::again_once_back(beyond.fetched, store.link);
    let element: NodeRef<Section> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(element) = element.get().filter(|_| details.wants_focus.get()) {
            let _ = element.focus();
            details.wants_focus.set(false);
        }
    });
    let panel_element: NodeRef<Div> = NodeRef::new();
    Effect::new(move |_| {
        let _shown = (selection.get(), details.tab.get());
        if let Some(panel) = panel_element.get_untracked() {
            panel.set_scroll_top(0);
        }
    });
    listen(details, settings, subject, beyond, copier, step);

    let notice = Memo::new(move |_| subject.with(Subject::notice));
    let notice = move || {
        notice.get().map(|(title, text)| {
            view! { <div class="absence"><b data-testid="absence">{title}</b> <p>{text}</p></div> }
        })
    };
    let has_row = Memo::new(move |_| subject.with(|subject| subject.row.is_some()));
    let panel = move || match details.tab.get() {
        Tab::Overview => {
            view! { <OverviewTab store=store details=details subject=subject beyond=beyond/> }.into_any()
        }
        Tab::Labels => view! { <LabelsTab subject=subject beyond=beyond/> }.into_any(),
        Tab::Yaml => view! { <YamlTab wanted=wanted beyond=beyond/> }.into_any(),
        Tab::Events => view! { <EventsTab store=store wanted=wanted/> }.into_any(),
    };
    view! {
        <section
            class="drawer"
            role="dialog"
            aria-labelledby="drawer-title"
            data-testid="drawer"
            tabindex="-1"
            node_ref=element
        >
            <Heading store=store details=details subject=subject/>
            <div role="status">{notice}</div>
            {move || has_row.get().then(|| view! {
                <Tabs details=details/>
                <div
                    id=PANEL
                    class="panel"
                    role="tabpanel"
                    data-testid="panel"
                    aria-labelledby=move || tabs::id(details.tab.get())
                    tabindex="0"
                    node_ref=panel_element
                >
                    {panel}
                </div>
                <KeyHints/>
            })}
        </section>
    }
}

/// What is shown, and the way back.
#[component]
fn Heading(store: Store, details: Details, subject: Memo<Subject>) -> impl IntoView {
    let part = move |part: fn(&IngressKey) -> &str| {
        Signal::derive(move || {
            details.selection.with(|key| key.as_ref().map(|key| part(key).to_owned()).unwrap_or_default())
        })
    };
    let (namespace, name) = (part(|key| &key.namespace), part(|key| &key.name));
    let class = move || {
        subject
            .with(|subject| subject.row.as_ref().and_then(|row| row.class.clone()))
            .map(|class| [" · ", &class].concat())
    };
    let created =
        Memo::new(move |_| subject.with(|subject| subject.row.as_ref().and_then(|row| row.created_at)));
    let age = move || {
        let created = created.get()?;
        let age = age::written(moment::seconds(store.now.get()) - created.as_second());
        Some([" · created ", &age, " ago"].concat())
    };
    view! {
        <div class="title">
            <div class="copyable">
                <h2 id="drawer-title" data-testid="drawer-title">{name}</h2> <CopyButton text=name label="name"/>
            </div>
            <span class="spacer"></span>
            <CopyButton text=Signal::derive(address) label="link" words="Copy link"/>
            <button class="button" data-testid="drawer-close" aria-label="Close the details" on:click=move |_| details.close()>
                "×"
            </button>
        </div>
        <p class="subtitle">{namespace} {class} <span>{age}</span></p>
    }
}

#[component]
fn KeyHints() -> impl IntoView {
    let hint = |keys: &[&'static str], words: &'static str| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " }).collect_view();
        view! { <span>{keys} {words}</span> }
    };
    view! {
        <div class="hints" aria-hidden="true">
            {hint(&["j", "k"], "walk")}
            {hint(&["y"], "YAML")}
            {hint(&["o"], "open host")}
            {hint(&["c"], "copy host")}
            {hint(&["esc"], "close")}
        </div>
    }
}

/// Follows the keys for as long as the present owner lives.
fn listen(
    details: Details,
    settings: Settings,
    subject: Memo<Subject>,
    beyond: Beyond,
    copier: Copier,
    step: Callback<Step>,
) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let Some(action) = Action::of(&event) else { return };
        if event.repeat() && !matches!(action, Action::Walk(_)) {
            return;
        }
        if action != Action::Close && !settings.with_untracked(|chosen| chosen.letters) {
            return;
        }
        event.prevent_default();
        match action {
            Action::Close => details.close(),
            Action::ShowYaml => details.show(Tab::Yaml),
            Action::CopyYaml => match (beyond.yaml_untracked(), details.selection.get_untracked()) {
                (Some(yaml), _) => copier.copy(yaml, yaml::LABEL),
                (None, Some(key)) => yaml::copy(copier, &key),
                (None, None) => {}
            },
            Action::CopyLink => copier.copy(address(), "link"),
            Action::Walk(direction) => step.run(direction),
            Action::CopyHost => {
                if let Some(host) = subject.with_untracked(first_host) {
                    copier.copy(host, "host");
                }
            }
            Action::OpenHost => {
                if let Some(url) = subject.with_untracked(first_url) {
                    browser::open(&url);
                }
            }
        }
    });
    on_cleanup(move || handle.remove());
}

fn first_host(subject: &Subject) -> Option<String> {
    subject.row.as_ref()?.first_host().map(str::to_owned)
}

fn first_url(subject: &Subject) -> Option<String> {
    let row = subject.row.as_ref()?;
    row.hosts().flatten().find_map(|host| link::to_host(row, host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_first_host_that_can_be_opened_is_opened() {
        let mut row = sample::ingress("shop", "web");
        row.rules[0].host = Some("*.example.com".to_owned());
        let subject = Subject { row: Some(row.into()), absence: None };
        assert_eq!(first_host(&subject).as_deref(), Some("*.example.com"));
        assert_eq!(first_url(&subject).as_deref(), Some("http://two.example.com/"));
    }
}
