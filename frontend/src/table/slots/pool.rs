//! Which element shows which line, by number.

use std::collections::{HashMap, HashSet};

use crate::state::LineKey;

/// The elements by number, and what each of them showed last.
#[derive(Default)]
pub(super) struct Pool {
    shown: Vec<LineKey>,
    order: Vec<usize>,
}

/// What is to be done with the elements.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// The elements of the lines, from above. Numbers beyond those that exist are of elements to be made, in order.
    pub(super) order: Vec<usize>,
    /// Those that have to leave the page before the others are put in order: the rest need not be moved then.
    pub(super) taken_out: Vec<usize>,
    /// Those of them that show nothing from now on.
    pub(super) spare: Vec<usize>,
}

impl Pool {
    /// An element for each of these lines: its own if it has one, else one of its kind whose line is not among them,
    /// unless that is held.
    pub(super) fn assign(&mut self, lines: Vec<LineKey>, is_held: impl Fn(&LineKey) -> bool) -> Plan {
        let before = std::mem::take(&mut self.order);
        let was_drawn: HashSet<usize> = before.iter().copied().collect();
        let idle = (0..self.shown.len()).filter(|slot| !was_drawn.contains(slot));
        let wanted: HashSet<&LineKey> = lines.iter().collect();
        let mut own: HashMap<LineKey, usize> = HashMap::new();
        let (mut rows, mut groups) = (Vec::new(), Vec::new());
        // In their order in the page, so that after a jump each element can stay where it is.
        for slot in before.iter().copied().chain(idle) {
            let Some(line) = self.shown.get(slot) else { continue };
            if wanted.contains(line) {
                own.entry(line.clone()).or_insert(slot);
            } else if !is_held(line) {
                if is_row(line) { &mut rows } else { &mut groups }.push(slot);
            }
        }
        let (mut rows, mut groups) = (rows.into_iter(), groups.into_iter());
        let mut changed = HashSet::new();
        for line in lines {
            let slot = own.get(&line).copied().unwrap_or_else(|| {
                let free = if is_row(&line) { rows.next() } else { groups.next() };
                let slot = free.unwrap_or(self.shown.len());
                changed.insert(slot);
                slot
            });
            match self.shown.get_mut(slot) {
                Some(shown) => *shown = line,
                None => self.shown.push(line),
            }
            self.order.push(slot);
        }
        let drawn: HashSet<usize> = self.order.iter().copied().collect();
        let (stays, spare): (Vec<usize>, Vec<usize>) =
            before.into_iter().partition(|slot| drawn.contains(slot));
        let in_order: Vec<usize> =
            self.order.iter().copied().filter(|slot| was_drawn.contains(slot)).collect();
        let mut taken_out = spare.clone();
        if in_order != stays {
            taken_out.extend(stays.into_iter().filter(|slot| changed.contains(slot)));
        }
        Plan { order: self.order.clone(), taken_out, spare }
    }
}

fn is_row(line: &LineKey) -> bool {
    line.row().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::key::IngressKey;
    use std::ops::Range;

    fn rows(numbers: Range<usize>) -> Vec<LineKey> {
        numbers.map(|number| LineKey::Row(IngressKey::new("shop", number.to_string()))).collect()
    }

    fn nothing(_: &LineKey) -> bool {
        false
    }

    fn plan(order: impl IntoIterator<Item = usize>, taken_out: &[usize], spare: &[usize]) -> Plan {
        Plan { order: order.into_iter().collect(), taken_out: taken_out.to_vec(), spare: spare.to_vec() }
    }

    #[test]
    fn a_step_moves_the_elements_of_the_lines_that_left_alone() {
        let mut pool = Pool::default();
        assert_eq!(pool.assign(rows(0..4), nothing), plan(0..4, &[], &[]));
        assert_eq!(pool.assign(rows(1..5), nothing), plan([1, 2, 3, 0], &[0], &[]));
        assert_eq!(pool.assign(rows(0..4), nothing), plan([0, 1, 2, 3], &[0], &[]));
    }

    #[test]
    fn after_a_jump_every_element_is_where_it_was() {
        let mut pool = Pool::default();
        pool.assign(rows(0..4), nothing);
        pool.assign(rows(1..5), nothing);
        assert_eq!(pool.assign(rows(500..504), nothing), plan([1, 2, 3, 0], &[], &[]));
        assert_eq!(pool.assign(rows(900..902), nothing), plan([1, 2], &[3, 0], &[3, 0]));
        assert_eq!(pool.assign(rows(899..903), nothing), plan([0, 1, 2, 3], &[], &[]));
    }

    #[test]
    fn the_element_of_a_held_line_is_given_to_no_other_and_comes_back_with_it() {
        let mut pool = Pool::default();
        pool.assign(rows(0..3), nothing);
        let held = rows(1..2).remove(0);
        assert_eq!(pool.assign(rows(10..13), |line| *line == held), plan([0, 2, 3], &[1], &[1]));
        assert_eq!(pool.assign(rows(1..2), |line| *line == held), plan([1], &[0, 2, 3], &[0, 2, 3]));
    }

    #[test]
    fn a_group_and_a_row_share_no_element() {
        let mut pool = Pool::default();
        let group = |label: &str| LineKey::Group(Some(label.to_owned()));
        let row = || rows(5..6).remove(0);
        assert_eq!(pool.assign(vec![group("a"), row()], nothing), plan([0, 1], &[], &[]));
        assert_eq!(pool.assign(vec![group("b"), rows(6..7).remove(0)], nothing), plan([0, 1], &[], &[]));
        assert_eq!(pool.assign(vec![row(), group("b")], nothing), plan([1, 0], &[1], &[]));
    }

    #[test]
    fn lines_that_change_places_keep_their_elements() {
        let mut pool = Pool::default();
        pool.assign(rows(0..3), nothing);
        let mut turned = rows(0..3);
        turned.reverse();
        assert_eq!(pool.assign(turned, nothing), plan([2, 1, 0], &[], &[]));
    }
}
