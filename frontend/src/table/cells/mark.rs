//! Text of a row with what the query matches in it marked.

use std::ops::Range;

use kube_ingress_dash_model::query::{Part, Query};
use leptos::prelude::*;

use crate::marks;

/// The text, matches in `<mark>`.
pub fn marked(text: &str, part: Part, query: &Query) -> AnyView {
    marks::marked(text, &query.marks(part, text))
}

/// A piece of the text, as far as matches lie in it in `<mark>`.
pub fn marked_within(text: &str, within: Range<usize>, part: Part, query: &Query) -> AnyView {
    marks::marked_within(text, within, &query.marks(part, text))
}
