//! Where the query is found in the texts that a row shows.

use std::ops::Range;

use super::condition::Condition;
use super::{Part, Query, Term};

impl Query {
    /// Where terms that concern this part are found in its text: byte ranges on character boundaries, in order, without
    /// overlap.
    pub fn marks(&self, part: Part, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for condition in self.terms.iter().flat_map(Term::wanted) {
            match condition {
                Condition::Words(words) => words.mark(part, text, &mut found),
                Condition::Url(url) if part == Part::Host && url.host_fit(Some(text)).is_some() => {
                    found.push(0..text.len());
                }
                Condition::Url(url) if part == Part::Path && url.leads_through(text) => {
                    found.push(0..text.len());
                }
                _ => {}
            }
        }
        found.retain(|range| !range.is_empty());
        found.sort_unstable_by_key(|range| (range.start, range.end));
        found.dedup_by(|next, last| {
            let touches = next.start <= last.end;
            if touches {
                last.end = last.end.max(next.end);
            }
            touches
        });
        found
    }
}
