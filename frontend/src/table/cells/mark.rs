//! Text of a row with what the query matches in it marked.

use kube_ingress_dash_model::query::{Part, Query};
use leptos::prelude::*;

use crate::marks;

/// The text, matches in `<mark>`.
pub fn marked(text: &str, part: Part, query: &Query) -> AnyView {
    marks::marked(text, &query.marks(part, text))
}

/// The text in two parts, which can be laid out apart; a match that lies in both of them is marked in each.
pub fn marked_parts(text: &str, split: usize, part: Part, query: &Query) -> (AnyView, AnyView) {
    let marks = query.marks(part, text);
    (marks::marked_within(text, 0..split, &marks), marks::marked_within(text, split..text.len(), &marks))
}
