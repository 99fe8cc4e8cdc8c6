//! Which rows are in view.

use std::ops::Range;

/// The height of a row in CSS pixels.
pub const ROW_HEIGHT: f64 = 36.0;
/// The height of a row that is a card of two lines, in CSS pixels.
pub const CARD_HEIGHT: f64 = 60.0;
/// Rows kept above and below the view.
const OVERSCAN: usize = 8;
/// The most rows in the page, whatever the height of the view.
const MOST: usize = 80;

/// The rows to draw for a view of `height` that is scrolled down by `top`, both in CSS pixels.
pub fn rows(top: f64, height: f64, row_height: f64, count: usize) -> Range<usize> {
    let first_in_view = whole(top / row_height);
    let in_view = whole((height / row_height).ceil()) + 1;
    let start = first_in_view.saturating_sub(OVERSCAN).min(count);
    let end = first_in_view.saturating_add(in_view + OVERSCAN).min(count).min(start + MOST);
    start..end
}

/// Where to scroll so that the row is in view; null if it is.
pub fn reveal(row: usize, top: f64, height: f64, row_height: f64) -> Option<f64> {
    let row_top = count(row) * row_height;
    if row_top < top {
        Some(row_top)
    } else if row_top + row_height > top + height {
        Some(row_top + row_height - height)
    } else {
        None
    }
}

/// A count as a length.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 rows")]
pub fn count(rows: usize) -> f64 {
    rows as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn whole(number: f64) -> usize {
    number.clamp(0.0, 1e15) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_and_a_little_around_it_is_drawn() {
        assert_eq!(rows(0.0, 720.0, 36.0, 5_000), 0..29);
        assert_eq!(rows(3_600.0, 720.0, 36.0, 5_000), 92..129);
        assert_eq!(rows(0.0, 720.0, 36.0, 3), 0..3);
    }

    #[test]
    fn no_view_draws_more_than_the_most() {
        assert!(rows(10_000.0, 100_000.0, 36.0, 5_000).len() <= MOST);
        assert_eq!(rows(1e12, 720.0, 36.0, 10), 10..10);
        assert_eq!(rows(f64::NAN, f64::NAN, 36.0, 10).start, 0);
    }

    #[test]
    fn a_row_is_revealed_by_the_shortest_way() {
        assert_eq!(reveal(0, 100.0, 720.0, 36.0), Some(0.0));
        assert_eq!(reveal(5, 0.0, 720.0, 36.0), None);
        assert_eq!(reveal(20, 0.0, 720.0, 36.0), Some(36.0));
    }
}
