//! Walking the list behind the details.

use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use super::details::Details;
use crate::state::Store;

/// Where to go from the row that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The row below.
    Next,
    /// The row above.
    Previous,
}

/// Walks the list from the row that is shown, or from the place that it had.
pub fn walk(details: Details, store: Store) -> Callback<Step> {
    let last = StoredValue::new(None);
    Effect::new(move |before: Option<Option<IngressKey>>| {
        let key = details.selection.get();
        let place = key.as_ref().and_then(|key| {
            let row = store.find(key);
            store.lines.with(|view| view.index(key, row.as_deref()))
        });
        if place.is_some() || before.flatten() != key {
            last.set_value(place);
        }
        key
    });
    Callback::new(move |step| {
        let next = details.destination().and_then(|key| {
            store.lines.with_untracked(|view| neighbour(view.rows(), &key, last.get_value(), step))
        });
        if let Some(next) = next {
            details.walk_to(next);
        }
    })
}

/// The place of a row in the list.
fn position(rows: &[Arc<Ingress>], key: &IngressKey) -> Option<usize> {
    rows.iter().position(|row| row.has_key(key))
}

/// The row that a step leads to. A row that has left the list was at `last`, where another one stands by now.
fn neighbour(rows: &[Arc<Ingress>], key: &IngressKey, last: Option<usize>, step: Step) -> Option<IngressKey> {
    let place = match (position(rows, key), last, step) {
        (Some(here), _, Step::Next) => here.checked_add(1),
        (Some(here), _, Step::Previous) | (None, Some(here), Step::Previous) => here.checked_sub(1),
        (None, Some(here), Step::Next) => Some(here),
        (None, None, _) => Some(0),
    }?;
    rows.get(place).map(|row| row.key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn rows(names: &[&str]) -> Vec<Arc<Ingress>> {
        names.iter().map(|name| Arc::new(sample::ingress("shop", name))).collect()
    }

    fn walk(names: &[&str], name: &str, last: Option<usize>, step: Step) -> Option<String> {
        neighbour(&rows(names), &IngressKey::new("shop", name), last, step).map(|key| key.name)
    }

    #[test]
    fn steps_end_at_the_ends_of_the_list() {
        let names = ["a", "b", "c"];
        assert_eq!(walk(&names, "b", None, Step::Next).as_deref(), Some("c"));
        assert_eq!(walk(&names, "b", None, Step::Previous).as_deref(), Some("a"));
        assert_eq!(walk(&names, "c", None, Step::Next), None);
        assert_eq!(walk(&names, "a", None, Step::Previous), None);
    }

    #[test]
    fn a_deleted_row_is_left_for_its_neighbours() {
        assert_eq!(walk(&["a", "c"], "b", Some(1), Step::Next).as_deref(), Some("c"));
        assert_eq!(walk(&["a", "c"], "b", Some(1), Step::Previous).as_deref(), Some("a"));
        assert_eq!(walk(&["a"], "b", Some(1), Step::Next), None);
    }

    #[test]
    fn from_a_row_that_was_never_in_the_list_a_step_leads_to_its_beginning() {
        assert_eq!(walk(&["a", "c"], "x", None, Step::Next).as_deref(), Some("a"));
        assert_eq!(walk(&[], "x", None, Step::Next), None);
    }
}
