//! Which lines are in view, and where they are drawn.
//!
//! Browsers know no element higher than about 16.7 million pixels. Where the lines are higher together, the element that
//! scrolls stays below that, and each of its pixels stands for more than one of the lines.

use std::ops::Range;

/// The height of a card of two lines, in CSS pixels.
pub const CARD_HEIGHT: f64 = 60.0;
/// Lines kept above and below the view, so that a small step shows lines that are there already.
pub const AROUND: usize = 8;
/// The most lines in the page, whatever the height of the view.
const MOST: usize = 80;
/// The most that an element may be high, in CSS pixels.
const HIGHEST: f64 = 15_000_000.0;

/// So many lines of one height in a view of this height. All lengths are in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometry {
    pub lines: usize,
    pub line_height: f64,
    pub view: f64,
    /// Lines that are drawn above and below the view.
    pub around: usize,
}

impl Geometry {
    /// The height of the element that scrolls.
    pub fn height(self) -> f64 {
        self.full_height().min(HIGHEST)
    }

    /// The lines to draw where the element is scrolled down by `scrolled`.
    pub fn drawn(self, scrolled: f64) -> Range<usize> {
        let first_in_view = whole(self.top(scrolled) / self.line_height);
        let in_view = whole((self.view / self.line_height).ceil()) + 1;
        let start = first_in_view.saturating_sub(self.around).min(self.lines);
        let end = first_in_view.saturating_add(in_view + self.around).min(self.lines).min(start + MOST);
        start..end
    }

    /// Whether nothing that was in view is so any more, after scrolling from the one place to the other.
    pub fn is_jump(self, from: f64, to: f64) -> bool {
        (self.top(to) - self.top(from)).abs() >= self.view
    }

    /// The first line that is wholly in view.
    pub fn first_in_view(self, scrolled: f64) -> usize {
        whole((self.top(scrolled) / self.line_height).ceil())
    }

    /// Where in the element a line is drawn.
    pub fn place(self, line: usize, scrolled: f64) -> f64 {
        count(line) * self.line_height - self.top(scrolled) + scrolled
    }

    /// How far to scroll so that the line is in view, by the shortest way; null if it is.
    pub fn reveal(self, line: usize, scrolled: f64) -> Option<f64> {
        let (top, line_top) = (self.top(scrolled), count(line) * self.line_height);
        if line_top < top {
            Some(self.scrolled(line_top))
        } else if line_top + self.line_height > top + self.view {
            Some(self.scrolled(line_top + self.line_height - self.view))
        } else {
            None
        }
    }

    /// How far to scroll so that all is `lines` further down.
    pub fn shift(self, scrolled: f64, lines: f64) -> f64 {
        self.scrolled(self.top(scrolled) + lines * self.line_height)
    }

    /// How much of the lines is above the view.
    fn top(self, scrolled: f64) -> f64 {
        scrolled * self.scale()
    }

    fn scrolled(self, top: f64) -> f64 {
        top / self.scale()
    }

    fn scale(self) -> f64 {
        let full = self.full_height();
        if full <= HIGHEST { 1.0 } else { (full - self.view) / (HIGHEST - self.view) }
    }

    fn full_height(self) -> f64 {
        count(self.lines) * self.line_height
    }
}

/// A count as a length.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 lines")]
pub fn count(lines: usize) -> f64 {
    lines as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn whole(number: f64) -> usize {
    number.clamp(0.0, 1e15) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn geometry(lines: usize) -> Geometry {
        Geometry { lines, line_height: 36.0, view: 720.0, around: AROUND }
    }

    #[test]
    fn the_view_and_a_little_around_it_is_drawn() {
        assert_eq!(geometry(5_000).drawn(0.0), 0..29);
        assert_eq!(geometry(5_000).drawn(3_600.0), 92..129);
        assert_eq!(geometry(3).drawn(0.0), 0..3);
    }

    #[test]
    fn after_a_jump_the_view_alone_can_be_drawn() {
        let lines = Geometry { around: 0, ..geometry(5_000) };
        assert_eq!(lines.drawn(3_600.0), 100..121);
        assert!(lines.is_jump(3_600.0, 4_320.0) && lines.is_jump(3_600.0, 0.0));
        assert!(!lines.is_jump(3_600.0, 4_319.0));
    }

    #[test]
    fn no_view_draws_more_than_the_most() {
        let high = Geometry { view: 100_000.0, ..geometry(5_000) };
        assert!(high.drawn(10_000.0).len() <= MOST);
        assert_eq!(geometry(10).drawn(1e12), 10..10);
        let nowhere = Geometry { view: f64::NAN, ..geometry(10) };
        assert_eq!(nowhere.drawn(f64::NAN).start, 0);
    }

    #[test]
    fn a_line_is_revealed_by_the_shortest_way() {
        assert_eq!(geometry(100).reveal(0, 100.0), Some(0.0));
        assert_eq!(geometry(100).reveal(5, 0.0), None);
        assert_eq!(geometry(100).reveal(20, 0.0), Some(36.0));
    }

    #[test]
    fn a_million_lines_fit_below_the_height_that_browsers_know() {
        let million = geometry(1_000_000);
        assert!(million.height() <= 16_700_000.0);
        let end = million.height() - million.view;
        assert_eq!(million.drawn(end).end, 1_000_000);
        let bottom = million.place(999_999, end) + million.line_height - end;
        assert!((bottom - million.view).abs() < 1.0, "the last line ends where the view does: {bottom}");
        for line in [0, 1, 500_000, 999_999] {
            let scrolled = million.reveal(line, 7_000_000.0).unwrap();
            let place = million.place(line, scrolled) - scrolled;
            assert!((-1.0..=million.view).contains(&place), "line {line} is at {place}");
            assert!(million.drawn(scrolled).contains(&line));
        }
    }

    #[test]
    fn what_is_in_view_stays_there_when_all_is_shifted() {
        let lines = geometry(100);
        assert!((lines.shift(360.0, 1.0) - 396.0).abs() < 0.001);
        assert!((lines.shift(0.0, -1.0) + 36.0).abs() < 0.001, "the caller leaves room above");
    }
}
