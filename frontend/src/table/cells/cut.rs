//! Names that are too long for their cell, cut in the middle: names that belong together differ at their end.
//!
//! What is left out stays in the page without a width, so that a name is selected and copied whole and in one piece,
//! which no layout of two boxes gives. So the place of the cut has to be computed, from the room that there is and from
//! the widths of letters.

use std::ops::Range;

/// So many letters at the end of a name stay when it is cut, and fewer where these take more than half of the room.
const KEPT: usize = 8;
/// What stands in the place of what is left out.
const ELLIPSIS: char = '…';

/// What has to be left out of the text so that it fits into so many pixels; none if it fits whole. `width` gives the
/// pixels of a letter. As much of the beginning stays as there is room for, and no less than its first letter.
pub(super) fn left_out(text: &str, room: f64, width: impl Fn(char) -> f64) -> Option<Range<usize>> {
    if text.chars().map(&width).sum::<f64>() <= room {
        return None;
    }
    let mut left = room - width(ELLIPSIS);
    let (mut of_end, mut end) = (left / 2.0, text.len());
    for (at, letter) in text.char_indices().rev().take(KEPT) {
        of_end -= width(letter);
        if of_end < 0.0 {
            break;
        }
        left -= width(letter);
        end = at;
    }
    let mut start = 0;
    for (at, letter) in text.get(..end)?.char_indices() {
        left -= width(letter);
        if left < 0.0 && at > 0 {
            break;
        }
        start = at + letter.len_utf8();
    }
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text with an ellipsis for what is left out, where every letter is one pixel wide.
    fn cut(text: &str, room: f64) -> String {
        match left_out(text, room, |_| 1.0) {
            Some(range) => [&text[..range.start], "…", &text[range.end..]].concat(),
            None => text.to_owned(),
        }
    }

    #[test]
    fn the_end_stays_and_of_the_beginning_what_there_is_room_for() {
        assert_eq!(cut("checkout-frontend", 17.0), "checkout-frontend");
        assert_eq!(cut("checkout-api-frontend", 20.5), "checkout-ap…frontend");
        assert_eq!(cut("checkout-frontend", 12.0), "checko…ntend");
        assert_eq!(cut("checkout-frontend", 1.0), "c…");
        assert_eq!(cut("größter-überfluß", 12.0), "größte…rfluß");
        assert_eq!(cut("w", 0.0), "w");
    }

    proptest! {
        #[test]
        fn what_is_cut_fits_where_there_is_room_for_a_letter(text in "[a-z.-]{0,40}", room in 2..40_u8) {
            prop_assert!(cut(&text, f64::from(room)).chars().count() <= usize::from(room));
        }
    }
}
