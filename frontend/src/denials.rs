//! Denied namespaces: which there are, and whether they are meant to be hidden, so that the banner folds into a count.

use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::browser;
use crate::dialog::Modal;
use crate::settings::Settings;
use crate::state::Store;
use crate::text::counted;

fn denied(all: &[NamespaceStatus]) -> impl Iterator<Item = &str> {
    all.iter().filter(|status| status.state == WatchState::Denied).map(|status| status.namespace.as_str())
}

/// What cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// So many of the namespaces.
    Namespaces(usize),
    /// All of them, which share a watch.
    Everything,
}

impl Unread {
    /// By the states of the watches.
    pub fn of(all: &[NamespaceStatus]) -> Self {
        if denied(all).any(|name| name == SHARED) {
            Self::Everything
        } else {
            Self::Namespaces(denied(all).count())
        }
    }
}

/// Whether there are some and all of them are meant to be hidden.
fn all_accepted(all: &[NamespaceStatus], accepted: &[String]) -> bool {
    denied(all).next().is_some() && denied(all).all(|name| accepted.iter().any(|known| known == name))
}

/// Whether there are some and all of them are meant to be hidden. Tracks both.
pub fn are_accepted(store: Store, settings: Settings) -> bool {
    settings.with(|chosen| store.namespaces.with(|all| all_accepted(all, &chosen.accepted_denials)))
}

/// Whether somebody can mean what is denied to be so: some namespaces, but not the watch that all of them share. Tracks
/// them.
pub fn can_be_meant(store: Store) -> bool {
    store.namespaces.with(|all| denied(all).next().is_some() && denied(all).all(|name| name != SHARED))
}

/// The id of what stands in the banner's place.
const COUNT: &str = "hidden-namespaces";
/// The id of the banner's button that shows the grants.
pub const SHOW_GRANTS: &str = "show-grants";

/// Takes those that are denied now for meant to be hidden, or none any more if they are. The focus goes to what comes in
/// the place of the button that was pressed.
pub fn toggle(store: Store, settings: Settings) {
    let successor = if untrack(|| are_accepted(store, settings)) {
        settings.update(|chosen| chosen.accepted_denials.clear());
        SHOW_GRANTS
    } else {
        let names = store.namespaces.with_untracked(|all| denied(all).map(str::to_owned).collect());
        settings.update(|chosen| chosen.accepted_denials = names);
        COUNT
    };
    browser::soon(move || browser::focus(successor));
}

/// How many namespaces are hidden as they are meant to be, in place of the banner.
#[component]
pub fn HiddenNamespaces(store: Store, settings: Settings, grants: Modal) -> impl IntoView {
    let count = Memo::new(move |_| {
        if are_accepted(store, settings) { store.namespaces.with(|all| denied(all).count()) } else { 0 }
    });
    move || match count.get() {
        0 => None,
        count => Some(view! {
            <button class="quiet" id=COUNT data-testid=COUNT aria-haspopup="dialog" on:click=move |_| grants.open()>
                {counted(count, "namespace")} " hidden"
            </button>
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::status;

    #[test]
    fn what_is_unread_is_counted_where_it_can_be() {
        let mut all = vec![status("vault", WatchState::Denied), status("shop", WatchState::Live)];
        assert_eq!(Unread::of(&all), Unread::Namespaces(1));
        all.push(status(SHARED, WatchState::Denied));
        assert_eq!(Unread::of(&all), Unread::Everything);
    }

    #[test]
    fn another_denied_namespace_is_not_accepted_with_the_others() {
        let mut all = vec![status("vault", WatchState::Denied), status("shop", WatchState::Live)];
        let accepted = ["vault".to_owned()];
        assert!(all_accepted(&all, &accepted));
        all.push(status("pay", WatchState::Denied));
        assert!(!all_accepted(&all, &accepted));
        assert!(!all_accepted(&[], &accepted), "where nothing is denied, nothing is hidden");
    }
}
