//! The text of a query in segments, by which a search box shows what is understood while it is typed.

use std::ops::Range;

use super::term::Term;
use super::written::{Written, terms};

/// A piece of the text that is all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Whether it names a field, with the sign after it.
    pub is_field: bool,
    /// Whether it makes no sense.
    pub is_mistaken: bool,
}

/// The segments of a text, one after the other, without a gap.
pub fn segments(text: &str) -> Vec<Segment> {
    let terms = terms(text);
    let fields: Vec<Range<usize>> = terms.iter().filter_map(Written::range_of_field).collect();
    let mistakes: Vec<Range<usize>> =
        terms.iter().filter_map(|term| Term::read(term).err()).map(|problem| problem.range).collect();
    let mut bounds: Vec<usize> =
        fields.iter().chain(&mistakes).flat_map(|range| [range.start, range.end]).collect();
    bounds.extend([0, text.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let is_in = |ranges: &[Range<usize>], at: usize| ranges.iter().any(|range| range.contains(&at));
    bounds
        .windows(2)
        .filter_map(|pair| match pair {
            [start, end] => Some(Segment {
                range: *start..*end,
                is_field: is_in(&fields, *start),
                is_mistaken: is_in(&mistakes, *start),
            }),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Fields in brackets, mistakes between exclamation marks.
    fn drawn(text: &str) -> String {
        let mut drawn = String::new();
        for Segment { range, is_field, is_mistaken } in segments(text) {
            let (open, close) = if is_field { ("[", "]") } else { ("", "") };
            let sign = if is_mistaken { "!" } else { "" };
            drawn.extend([sign, open, &text[range], close, sign]);
        }
        drawn
    }

    #[test]
    fn fields_and_mistakes_are_where_they_stand() {
        for expected in [
            "web [ns:]shop -[Host:=]a.example",
            "web !-!",
            "![ns:]!",
            "[age:]<7d,!soon! web",
            "foo:bar \"ns:shop\" https://a.example/",
            "",
        ] {
            let text: String = expected.chars().filter(|letter| !"[]!".contains(*letter)).collect();
            assert_eq!(drawn(&text), expected);
        }
    }

    proptest! {
        #[test]
        fn segments_make_up_the_text(text in "[a-zä :,\"=*<-]{0,16}|(ns:|age:|-)[a-zä\" ,]{0,8}") {
            let pieces: String = segments(&text).into_iter().map(|segment| &text[segment.range]).collect();
            prop_assert_eq!(pieces, text);
        }
    }
}
