//! What Kubernetes recorded about the Ingress, the newest first, or which grant is missing.

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::detail::{EventList, KubernetesEvent};
use leptos::prelude::*;

use super::answer::AnswerView;
use super::wanted::{Wanted, fetch};
use crate::ask;
use crate::moment;
use crate::state::Store;

/// The least rule that lets the server read Events.
const GRANT: &str = "rules:
- apiGroups: [\"\"]
  resources: [events]
  verbs: [list]";

/// The tab.
#[component]
pub fn EventsTab(store: Store, wanted: Memo<Option<Wanted>>) -> impl IntoView {
    let fetched = fetch(wanted, "/events");
    ask::again_once_back(fetched, store.link);
    let events = fetched.read(|body| serde_json::from_str::<EventList>(body).ok().map(|list| list.events));
    let content = move || {
        events.get().map(|events| {
            if events.is_empty() {
                return view! { <p class="absent" data-testid="no-events">"Nothing was recorded lately. Kubernetes forgets Events after an hour, if not told otherwise."</p> }
                    .into_any();
            }
            let items = events.iter().map(|event| item(store, event)).collect_view();
            view! { <ul class="events" data-testid="events">{items}</ul> }.into_any()
        })
    };
    view! {
        <div class="actions">
            <button
                class="button"
                data-testid="refresh"
                disabled=move || fetched.is_loading.get()
                on:click=move |_| fetched.again.notify()
            >
                "Refresh"
            </button>
        </div>
        <AnswerView fetched=fetched is_empty=Signal::derive(move || events.with(Option::is_none)) grant=GRANT/>
        {content}
    }
}

fn item(store: Store, event: &KubernetesEvent) -> impl IntoView + use<> {
    let is_warning = event.kind == "Warning";
    let count = (event.count > 1).then(|| ["×", &event.count.to_string()].concat());
    let seen = event.last_seen.or(event.first_seen);
    let ago = move || match seen {
        Some(seen) => [&age::written(moment::seconds(store.now.get()) - seen.as_second()), " ago"].concat(),
        None => String::new(),
    };
    view! {
        <li>
            <div class="line">
                <b class:warning=is_warning>{is_warning.then_some("▲ ")} {event.reason.clone()}</b>
                <span class="absent">{event.kind.clone()}</span>
                <span class="absent">{count}</span>
                <span class="spacer"></span>
                <span class="absent" title=seen.map(moment::exact)>{ago}</span>
            </div>
            <p>{event.message.clone()}</p>
            <p class="absent">{event.source.clone()}</p>
        </li>
    }
}
