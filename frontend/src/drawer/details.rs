//! Which Ingress is shown whole and which part of it: the URL says so, so that a link shows the same to others and the
//! browser's buttons lead back.

use kube_ingress_dash_model::key::IngressKey;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::tab::Tab;
use crate::browser;
use crate::parameter::{parameter_signal, with_parameter};

/// What lists Ingresses beside the rows.
const BESIDE: &str = ".changes";

/// What is shown, and the ways to something else. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Details {
    /// The Ingress that is shown.
    pub selection: Memo<Option<IngressKey>>,
    /// The part of it.
    pub tab: Signal<Tab>,
    /// Whether the drawer is to take the focus: what was opened here does, what the URL alone opened does not.
    pub wants_focus: RwSignal<bool>,
    /// What was asked for last, while the address does not have it yet.
    pending: StoredValue<Option<IngressKey>>,
    /// What opened the drawer from beside the rows, to have the focus back.
    opener: StoredValue<Option<HtmlElement>, LocalStorage>,
    query: Memo<String>,
    add: SignalSetter<Option<IngressKey>>,
    replace: SignalSetter<Option<IngressKey>>,
    replace_tab: SignalSetter<Option<Tab>>,
}

impl Details {
    /// As the URL has it, below a router.
    pub fn of_url() -> Self {
        let acting = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        let walking = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        let (selection, add) = parameter_signal("ingress", acting);
        let (_, replace) = parameter_signal("ingress", walking.clone());
        let (tab, replace_tab) = parameter_signal::<Tab>("tab", walking);
        let pending = StoredValue::new(None);
        Effect::new(move |_| {
            let has_come = selection.with(|shown| shown.is_none() || pending.with_value(|key| key == shown));
            if has_come {
                pending.set_value(None);
            }
        });
        Self {
            selection,
            tab: Signal::derive(move || tab.get().unwrap_or_default()),
            wants_focus: RwSignal::new(false),
            pending,
            opener: StoredValue::new_local(None),
            query: use_location().search,
            add,
            replace,
            replace_tab,
        }
    }

    /// Shows this Ingress, as a new entry of the history.
    pub fn open(self, key: IngressKey) {
        let beside = document().query_selector(BESIDE).ok().flatten();
        self.opener.set_value(beside.and_then(|beside| browser::focused_within(&beside)));
        if self.selection.with_untracked(|shown| shown.as_ref() != Some(&key)) {
            self.pending.set_value(Some(key.clone()));
            self.add.set(Some(key));
        }
        self.wants_focus.set(true);
    }

    /// What opened the drawer from beside the rows, or the list that it was in, where it is not listed any more.
    pub fn take_opener(self) -> Option<HtmlElement> {
        let opener = self.opener.try_update_value(Option::take).flatten()?;
        if opener.is_connected() {
            return Some(opener);
        }
        document().query_selector(BESIDE).ok().flatten()?.dyn_into().ok()
    }

    /// Shows this Ingress in place of the one that is shown.
    pub fn walk_to(self, key: IngressKey) {
        self.pending.set_value(Some(key.clone()));
        self.replace.set(Some(key));
    }

    /// The Ingress that is shown, or is about to be. The address follows later than keys come, and a step counts from
    /// the one before it.
    pub fn destination(self) -> Option<IngressKey> {
        self.pending.get_value().or_else(|| self.selection.get_untracked())
    }

    /// Shows no Ingress, as a new entry of the history.
    pub fn close(self) {
        self.add.set(None);
        self.replace_tab.set(None);
    }

    /// Shows another part.
    pub fn show(self, tab: Tab) {
        self.replace_tab.set((tab != Tab::default()).then_some(tab));
    }

    /// The address of the page with this Ingress shown. Tracks the rest of the address.
    pub fn link(self, key: &IngressKey) -> String {
        self.query.with(|query| {
            let query = with_parameter(query, "tab", None);
            readable(&["?", &with_parameter(&query, "ingress", Some(&key.to_string()))].concat())
        })
    }

    /// Shows this Ingress if its row was clicked to that end, and neither to select text, nor for one of its links and
    /// buttons, nor for a new tab.
    pub fn clicked(self, event: &MouseEvent, key: &IngressKey) {
        let with_modifier = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if with_modifier || event.button() != 0 || event.default_prevented() {
            return;
        }
        let control = browser::target(event).and_then(|target| target.closest("a, button").ok().flatten());
        let is_meant = match control {
            Some(control) => control.has_attribute("data-opens"),
            None => !browser::has_selected_text(),
        };
        if is_meant {
            event.prevent_default();
            self.open(key.clone());
        }
    }
}

/// The address of the page as it is, to copy.
pub fn address() -> String {
    readable(&window().location().href().unwrap_or_default())
}

/// A query needs no escape for the stroke within a key.
fn readable(query: &str) -> String {
    query.replace("%2F", "/")
}
