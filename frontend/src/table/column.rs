//! The columns, in their order on the screen.

use kube_ingress_dash_model::order::{Column, Direction, Order};

/// A column's title, its name in the URL and the markup, and its width.
#[derive(Debug, PartialEq, Eq)]
pub struct Heading {
    /// What it is ordered by.
    pub column: Column,
    /// What people read.
    pub title: &'static str,
    /// What machines read.
    pub name: &'static str,
    /// How wide it is as a track of a CSS grid, where there is room.
    wide: &'static str,
    /// How wide it is where there is less room; null where it has none.
    narrow: Option<&'static str>,
}

/// Every column.
pub static HEADINGS: [Heading; 10] = [
    heading(Column::Namespace, "Namespace", "namespace", "minmax(104px,1.1fr)", Some("minmax(80px,1fr)")),
    heading(Column::Name, "Name", "name", "minmax(132px,1.7fr)", Some("minmax(100px,1.4fr)")),
    heading(Column::Class, "Class", "class", "80px", None),
    heading(Column::Host, "Hosts", "hosts", "minmax(150px,3fr)", Some("minmax(130px,2fr)")),
    heading(Column::Path, "Paths → service:port", "paths", "minmax(170px,3.2fr)", Some("minmax(130px,2fr)")),
    heading(Column::Tls, "TLS", "tls", "72px", Some("72px")),
    heading(Column::Findings, "Findings", "findings", "84px", Some("80px")),
    heading(Column::Address, "Address", "address", "minmax(128px,1.4fr)", None),
    heading(Column::Changed, "Changed", "changed", "92px", Some("88px")),
    heading(Column::Age, "Age", "age", "80px", Some("76px")),
];

const fn heading(
    column: Column,
    title: &'static str,
    name: &'static str,
    wide: &'static str,
    narrow: Option<&'static str>,
) -> Heading {
    Heading { column, title, name, wide, narrow }
}

/// The columns that are shown: names, in the order of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<&'static Heading>);

impl Columns {
    /// All but the hidden ones, which are given by name. The name of an Ingress is always shown.
    pub fn without(hidden: &[String]) -> Self {
        Self::of(|heading| !hidden.iter().any(|name| name == heading.name))
    }

    /// Reads columns as they stand in the URL: names with commas between them. Null without any known name.
    pub fn parse(text: &str) -> Option<Self> {
        let is_named = |heading: &Heading| text.split(',').any(|name| name == heading.name);
        HEADINGS.iter().any(is_named).then(|| Self::of(is_named))
    }

    fn of(is_shown: impl Fn(&Heading) -> bool) -> Self {
        Self(HEADINGS.iter().filter(|heading| heading.column == Column::Name || is_shown(heading)).collect())
    }

    /// The columns.
    pub fn headings(&self) -> &[&'static Heading] {
        &self.0
    }

    /// Whether this one is shown.
    pub fn contains(&self, heading: &Heading) -> bool {
        self.0.iter().any(|shown| shown.column == heading.column)
    }

    /// With this column, or without it if it was shown.
    pub fn toggled(&self, heading: &Heading) -> Self {
        Self::of(|other| self.contains(other) != (other.column == heading.column))
    }

    /// Their names.
    pub fn names(&self, between: &str) -> String {
        self.0.iter().map(|heading| heading.name).collect::<Vec<_>>().join(between)
    }

    /// The tracks of the grid where there is room; `width` gives the pixels that somebody chose for a column.
    pub fn wide(&self, width: impl Fn(&Heading) -> Option<u32>) -> String {
        tracks(self.0.iter().map(|heading| (heading.wide, width(heading))))
    }

    /// The tracks of the grid where there is less room.
    pub fn narrow(&self) -> String {
        tracks(self.0.iter().filter_map(|heading| heading.narrow).map(|track| (track, None)))
    }
}

fn tracks(columns: impl Iterator<Item = (&'static str, Option<u32>)>) -> String {
    let mut tracks = String::new();
    for (track, width) in columns {
        if !tracks.is_empty() {
            tracks.push(' ');
        }
        match width {
            Some(pixels) => {
                tracks.push_str(&pixels.to_string());
                tracks.push_str("px");
            }
            None => tracks.push_str(track),
        }
    }
    tracks
}

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

/// The direction of the rows by this column; none where they are ordered by another.
pub fn direction(order: Option<Order>, column: Column) -> Option<Direction> {
    order.filter(|order| order.column == column).map(|order| order.direction)
}

/// An order as people read it, such as `Age ↓`.
pub fn words(order: Order) -> String {
    let title = HEADINGS.iter().find(|heading| heading.column == order.column).map(|heading| heading.title);
    [title.unwrap_or_default(), " ", arrow(Some(order.direction))].concat()
}

/// The sign for a direction.
pub const fn arrow(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Ascending) => "↑",
        Some(Direction::Descending) => "↓",
        None => "",
    }
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

    #[test]
    fn columns_survive_the_url() {
        for heading in &HEADINGS {
            let columns = Columns::without(&["changed".to_owned()]).toggled(heading);
            assert_eq!(Columns::parse(&columns.names(",")), Some(columns));
        }
        assert_eq!(Columns::parse("nonsense"), None);
        assert_eq!(Columns::parse("age,hosts").unwrap().names(","), "name,hosts,age");
    }

    #[test]
    fn a_grid_has_a_track_for_each_column() {
        let columns = Columns::parse("class,age").unwrap();
        assert_eq!(columns.wide(|_| None), "minmax(132px,1.7fr) 80px 80px");
        let chosen = |heading: &Heading| (heading.name == "class").then_some(120);
        assert_eq!(columns.wide(chosen), "minmax(132px,1.7fr) 120px 80px");
        assert_eq!(columns.narrow(), "minmax(100px,1.4fr) 76px");
    }
}
