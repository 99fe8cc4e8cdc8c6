//! Which term leaves nothing to show.

use std::ops::Range;

use jiff::Timestamp;

use crate::ingress::Ingress;

use super::Query;

/// The term without which most rows would match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// How many rows match all other terms.
    pub rows_without_it: usize,
}

/// The term that excludes most of what all others leave; none if dropping no single term shows a row.
pub fn excludes_most<'a>(
    query: &Query,
    rows: impl IntoIterator<Item = &'a Ingress>,
    now: Timestamp,
) -> Option<Exclusion> {
    let mut alone = vec![0; query.terms.len()];
    for row in rows {
        let fails = |term: &super::Term| !term.matches(row, now, &query.edge);
        let mut failing = query.terms.iter().zip(&mut alone).filter(|(term, _)| fails(term));
        if let (Some((_, count)), None) = (failing.next(), failing.next()) {
            *count += 1;
        }
    }
    let terms = query.terms.iter().zip(alone).rev();
    let (term, rows_without_it) = terms.max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 0)?;
    Some(Exclusion { range: term.range(), rows_without_it })
}
