//! Text with parts of it marked.

use std::ops::Range;

use leptos::prelude::*;

/// The text in pieces, marked parts in `<mark>`. The ranges are in order and do not overlap.
pub fn marked(text: &str, marks: &[Range<usize>]) -> AnyView {
    marked_within(text, 0..text.len(), marks)
}

/// A part of the text in pieces, as far as marks lie in it in `<mark>`.
pub fn marked_within(text: &str, within: Range<usize>, marks: &[Range<usize>]) -> AnyView {
    let clipped = |mark: &Range<usize>| mark.start.max(within.start)..mark.end.min(within.end);
    let marks: Vec<Range<usize>> = marks.iter().map(clipped).filter(|mark| !mark.is_empty()).collect();
    if marks.is_empty() {
        return text[within].to_owned().into_any();
    }
    let mut pieces = Vec::new();
    let mut end = within.start;
    for mark in marks {
        pieces.push(text[end..mark.start].to_owned().into_any());
        pieces.push(view! { <mark>{text[mark.clone()].to_owned()}</mark> }.into_any());
        end = mark.end;
    }
    pieces.push(text[end..within.end].to_owned().into_any());
    pieces.into_any()
}
