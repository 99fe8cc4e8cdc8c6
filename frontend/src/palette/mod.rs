//! The palette: a few letters lead to an Ingress, to its host, or to a command.

mod find;
mod option;

use kube_ingress_dash_model::fuzzy::Pattern;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::link;
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

use crate::browser;
use crate::command::Command;
use crate::dialog::{Dialog, Modal};
use crate::keys;
use crate::route::{self, Routes};
use crate::state::Store;
use find::Entry;
use option::Options;

/// Entries that the page keys move by.
const PAGE: usize = 8;

/// The palette.
#[component]
pub fn Palette(
    modal: Modal,
    store: Store,
    routes: Routes,
    /// Does what was chosen.
    run: Callback<Command>,
    /// Shows the details of an Ingress.
    open_details: Callback<IngressKey>,
) -> impl IntoView {
    view! {
        <Dialog modal=modal name="palette" label="Jump to" bare=true>
            <Finder modal=modal store=store routes=routes run=run open_details=open_details/>
        </Dialog>
    }
}

/// What was typed, what was found, and which entry is chosen.
#[derive(Clone, Copy)]
struct Finding {
    store: Store,
    pattern: RwSignal<Pattern>,
    entries: RwSignal<Vec<Entry>>,
    chosen: RwSignal<usize>,
    /// What could not be done, for the line at the bottom.
    complaint: RwSignal<&'static str>,
}

impl Finding {
    fn new(store: Store) -> Self {
        Self {
            store,
            pattern: RwSignal::new(Pattern::default()),
            entries: RwSignal::new(find::find("", &Pattern::default(), store)),
            chosen: RwSignal::new(0),
            complaint: RwSignal::new(""),
        }
    }

    /// The rows are searched as they are now: entries never move under the eyes of who reads them.
    fn type_in(self, text: &str) {
        let pattern = Pattern::new(text);
        self.chosen.set(0);
        self.complaint.set("");
        self.entries.set(find::find(text, &pattern, self.store));
        self.pattern.set(pattern);
    }

    fn choose(self, index: usize) {
        self.complaint.set("");
        self.chosen.set(index);
        reveal(index);
    }

    /// Moves the choice, around the ends where it goes by one, and says whether the key is one that does.
    fn step(self, key: &str) -> bool {
        let Some(last) = self.entries.with_untracked(Vec::len).checked_sub(1) else { return false };
        let chosen = self.chosen.get_untracked();
        self.choose(match key {
            "ArrowDown" if chosen >= last => 0,
            "ArrowDown" => chosen + 1,
            "ArrowUp" if chosen == 0 => last,
            "ArrowUp" => chosen - 1,
            "PageDown" => (chosen + PAGE).min(last),
            "PageUp" => chosen.saturating_sub(PAGE),
            _ => return false,
        });
        true
    }
}

#[component]
fn Finder(
    modal: Modal,
    store: Store,
    routes: Routes,
    run: Callback<Command>,
    open_details: Callback<IngressKey>,
) -> impl IntoView {
    let finding = Finding::new(store);
    let input: NodeRef<Input> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let act = Callback::new(move |(index, in_new_tab): (usize, bool)| {
        let Some(entry) = finding.entries.with_untracked(|entries| entries.get(index).cloned()) else {
            return;
        };
        match entry {
            Entry::Command(offer) => {
                modal.close();
                run.run(offer.command);
            }
            Entry::Row(ingress) if in_new_tab => {
                let host = finding.pattern.with_untracked(|pattern| find::host(&ingress, pattern));
                match host.and_then(|host| link::to_host(&ingress, host)) {
                    Some(url) => {
                        modal.close();
                        browser::open(&url);
                    }
                    None => finding.complaint.set("There is no host to open."),
                }
            }
            Entry::Row(ingress) => {
                modal.close();
                open_details.run(ingress.key());
            }
            Entry::Url(url) => {
                modal.close();
                routes.go(route::to_explanation(&url));
            }
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if keys::is_composing(&event) {
            return;
        }
        let with_modifier = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "Enter" => act.run((finding.chosen.get_untracked(), with_modifier)),
            "k" | "K" if with_modifier => modal.close(),
            // There is nothing else to go to: entries are chosen from here.
            "Tab" => {}
            _ if with_modifier || event.alt_key() || event.shift_key() => return,
            key if finding.step(key) => {}
            _ => return,
        }
        event.prevent_default();
    };
    let is_empty = move || finding.entries.with(Vec::is_empty);
    let active = move || (!is_empty()).then(|| option::id(finding.chosen.get()));
    let expanded = move || if is_empty() { "false" } else { "true" };
    let line = move || match finding.complaint.get() {
        "" if is_empty() => "Nothing fits.",
        complaint => complaint,
    };
    view! {
        <input
            class="palette-input"
            data-testid="palette-input"
            type="text"
            role="combobox"
            aria-label="Jump to a host, an Ingress or a command"
            aria-autocomplete="list"
            aria-controls="palette-list"
            aria-expanded=expanded
            aria-activedescendant=active
            placeholder="Host, namespace/name or command…"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            node_ref=input
            on:input=move |event| finding.type_in(&event_target_value(&event))
            on:keydown=on_key
        />
        <Options finding=finding act=act/>
        <div class="palette-foot">
            <span role="status" data-testid="palette-line">{line}</span>
            <span class="hints" aria-hidden="true">
                <kbd>"↵"</kbd> " open " <kbd>{keys::platform::new_tab()}</kbd> " host in a new tab"
            </span>
        </div>
    }
}

/// Scrolls as far as it takes to have the entry in view.
fn reveal(index: usize) {
    if let Some(element) = document().get_element_by_id(&option::id(index)) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}
