//! What stands in the cells of a row.

mod address;
mod age;
mod changed;
mod class;
mod copy_place;
mod hosts;
mod mark;
mod name;
mod paths;
mod tls;

pub use address::AddressCell;
pub use age::AgeCell;
pub use changed::ChangedCell;
pub use class::ClassCell;
pub use hosts::{HostsCell, host_view};
pub use mark::marked;
pub use name::{NameCell, NamespaceCell};
pub use paths::{PathsCell, route_view};
pub use tls::TlsCell;

/// Whether Tab leads to a control: only in the row that the keyboard is on.
pub fn tab_index(active: bool) -> &'static str {
    if active { "0" } else { "-1" }
}
