//! Text with what the query matches in it marked.

use kube_ingress_dash_model::query::{Part, Query};
use leptos::prelude::*;

/// The text of this part of a row in pieces, matches in `<mark>`.
pub fn marked(part: Part, text: &str, query: &Query) -> AnyView {
    let marks = query.marks(part, text);
    if marks.is_empty() {
        return text.to_owned().into_any();
    }
    let mut pieces = Vec::new();
    let mut end = 0;
    for mark in marks {
        pieces.push(text[end..mark.start].to_owned().into_any());
        pieces.push(view! { <mark>{text[mark.clone()].to_owned()}</mark> }.into_any());
        end = mark.end;
    }
    pieces.push(text[end..].to_owned().into_any());
    pieces.collect_view().into_any()
}
