//! The columns, in their order on the screen.

use kube_ingress_dash_model::order::{Column, Direction, Order};

/// A column's title and its name in the URL and the markup.
pub struct Heading {
    /// What it is ordered by.
    pub column: Column,
    /// What people read.
    pub title: &'static str,
    /// What machines read.
    pub name: &'static str,
}

/// Every column.
pub const HEADINGS: [Heading; 8] = [
    Heading { column: Column::Namespace, title: "Namespace", name: "namespace" },
    Heading { column: Column::Name, title: "Name", name: "name" },
    Heading { column: Column::Class, title: "Class", name: "class" },
    Heading { column: Column::Host, title: "Hosts", name: "hosts" },
    Heading { column: Column::Path, title: "Paths → service:port", name: "paths" },
    Heading { column: Column::Tls, title: "TLS", name: "tls" },
    Heading { column: Column::Address, title: "Address", name: "address" },
    Heading { column: Column::Age, title: "Age", name: "age" },
];

/// Reads an order as it stands in the URL: a column's name, with `-` before it for descending. Anything else is the
/// usual order.
pub fn parse(text: &str) -> Order {
    let (name, direction) = match text.strip_prefix('-') {
        Some(name) => (name, Direction::Descending),
        None => (text, Direction::Ascending),
    };
    HEADINGS
        .iter()
        .find(|heading| heading.name == name)
        .map(|heading| Order { column: heading.column, direction })
        .unwrap_or_default()
}

/// Writes an order for the URL; null is the usual one.
pub fn written(order: Order) -> Option<String> {
    if order == Order::default() {
        return None;
    }
    let heading = HEADINGS.iter().find(|heading| heading.column == order.column)?;
    Some(match order.direction {
        Direction::Ascending => heading.name.to_owned(),
        Direction::Descending => format!("-{}", heading.name),
    })
}

/// The order after a click on this column's heading.
pub fn clicked(order: Order, column: Column) -> Order {
    let direction = match order {
        Order { column: current, direction: Direction::Ascending } if current == column => {
            Direction::Descending
        }
        _ => Direction::Ascending,
    };
    Order { column, direction }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_survives_the_url() {
        for heading in &HEADINGS {
            for direction in [Direction::Ascending, Direction::Descending] {
                let order = Order { column: heading.column, direction };
                assert_eq!(parse(&written(order).unwrap_or_default()), order);
            }
        }
        assert_eq!(parse("nonsense"), Order::default());
    }

    #[test]
    fn a_second_click_turns_the_order_around() {
        let first = clicked(Order::default(), Column::Age);
        assert_eq!(first.direction, Direction::Ascending);
        assert_eq!(clicked(first, Column::Age).direction, Direction::Descending);
    }
}
