//! The orders that rows can be shown in.

use std::cmp::Ordering;

use crate::finding::Severity;
use crate::ingress::Ingress;
use crate::tls;

/// What rows are ordered by. Rows that are equal in it are ordered by namespace and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Column {
    /// The namespace.
    #[default]
    Namespace,
    /// The name.
    Name,
    /// The class; none is last.
    Class,
    /// The first host; any host is last.
    Host,
    /// The first path, then its backend; none is last.
    Path,
    /// How many hosts TLS covers, fewest first.
    Tls,
    /// What is found, the worst first.
    Findings,
    /// The first address; none is last.
    Address,
    /// The age, youngest first.
    Age,
    /// When it was seen to change, the latest first; never is last.
    Changed,
}

/// Which way a column is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// From the first to the last.
    #[default]
    Ascending,
    /// From the last to the first.
    Descending,
}

/// A column and a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Order {
    /// What rows are ordered by.
    pub column: Column,
    /// Which way.
    pub direction: Direction,
}

impl Order {
    /// Compares two rows: a total order, so that rows never swap places without a cause.
    pub fn compare(self, left: &Ingress, right: &Ingress) -> Ordering {
        let by_column = by_column(self.column, left, right);
        let directed = match self.direction {
            Direction::Ascending => by_column,
            Direction::Descending => by_column.reverse(),
        };
        directed
            .then_with(|| natural(&left.namespace, &right.namespace))
            .then_with(|| natural(&left.name, &right.name))
            .then_with(|| (&left.namespace, &left.name).cmp(&(&right.namespace, &right.name)))
    }
}

fn by_column(column: Column, left: &Ingress, right: &Ingress) -> Ordering {
    match column {
        Column::Namespace => natural(&left.namespace, &right.namespace),
        Column::Name => natural(&left.name, &right.name),
        Column::Class => absent_last(left.class.as_deref(), right.class.as_deref()),
        Column::Host => absent_last(left.first_host(), right.first_host()),
        Column::Path => absent_last(first_path(left), first_path(right)),
        Column::Tls => tls::coverage(left).cmp(&tls::coverage(right)),
        Column::Findings => found(right).cmp(&found(left)),
        Column::Address => absent_last(first_address(left), first_address(right)),
        Column::Age => right.created_at.cmp(&left.created_at),
        Column::Changed => right.changed_at.cmp(&left.changed_at),
    }
}

fn first_path(ingress: &Ingress) -> Option<&str> {
    ingress.routes().next().map(|(_, path)| path.path.as_str())
}

fn first_address(ingress: &Ingress) -> Option<&str> {
    ingress.addresses.first().map(String::as_str)
}

/// How many kinds of findings there are of each severity, from the worst.
fn found(ingress: &Ingress) -> [usize; 3] {
    Severity::ALL.map(|severity| ingress.findings.kinds(severity).count())
}

fn absent_last(left: Option<&str>, right: Option<&str>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => natural(left, right),
        (left, right) => right.is_some().cmp(&left.is_some()),
    }
}

/// Compares texts as people order them: `web-9` before `web-10`. Case is compared as ASCII.
pub fn natural(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    loop {
        let (left_digits, right_digits) = (digits(left), digits(right));
        if left_digits > 0 && right_digits > 0 {
            let (left_number, left_rest) = left.split_at(left_digits);
            let (right_number, right_rest) = right.split_at(right_digits);
            let by_number = compare_numbers(left_number, right_number);
            if by_number.is_ne() {
                return by_number;
            }
            (left, right) = (left_rest, right_rest);
            continue;
        }
        match (left.split_first(), right.split_first()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some((left_byte, left_rest)), Some((right_byte, right_rest))) => {
                if left_byte != right_byte {
                    return left_byte.cmp(right_byte);
                }
                (left, right) = (left_rest, right_rest);
            }
        }
    }
}

fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

fn compare_numbers(left: &[u8], right: &[u8]) -> Ordering {
    let (left, right) = (without_leading_zeros(left), without_leading_zeros(right));
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|&&byte| byte == b'0').count();
    &number[zeros..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FindingKind;
    use crate::sample::ingress;
    use proptest::prelude::*;

    #[test]
    fn the_worst_findings_come_first() {
        let found = |name: &str, severities: &[Severity]| {
            let mut row = ingress("shop", name);
            let kinds = FindingKind::ALL.into_iter().zip(severities);
            kinds.for_each(|(kind, severity)| row.findings.insert(kind, *severity));
            row
        };
        let mut rows = [
            found("none", &[]),
            found("notice", &[Severity::Notice]),
            found("warnings", &[Severity::Warning, Severity::Warning]),
            found("warning", &[Severity::Warning, Severity::Notice]),
            found("error", &[Severity::Error]),
        ];
        let order = Order { column: Column::Findings, ..Order::default() };
        rows.sort_by(|left, right| order.compare(left, right));
        let names = rows.map(|row| row.name);
        assert_eq!(names, ["error", "warnings", "warning", "notice", "none"]);
    }

    #[test]
    fn numbers_in_names_are_ordered_by_value() {
        let mut names = ["web-10", "web-9", "web", "api-2", "web-9-b", "web-010"];
        names.sort_by(|left, right| natural(left, right).then_with(|| left.cmp(right)));
        assert_eq!(names, ["api-2", "web", "web-9", "web-9-b", "web-010", "web-10"]);
    }

    #[test]
    fn rows_without_a_value_come_last() {
        let mut rows = [ingress("shop", "a"), ingress("shop", "b")];
        rows[0].class = None;
        let order = Order { column: Column::Class, direction: Direction::Ascending };
        rows.sort_by(|left, right| order.compare(left, right));
        assert_eq!(rows.map(|row| row.name), ["b", "a"]);
    }

    proptest! {
        #[test]
        fn the_natural_order_is_antisymmetric_and_transitive(
            a in "[a-b0-2-]{0,6}", b in "[a-b0-2-]{0,6}", c in "[a-b0-2-]{0,6}",
        ) {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}
