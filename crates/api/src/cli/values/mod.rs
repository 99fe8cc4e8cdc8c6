//! Values of flags that are more than text: each is checked once, when the command line is read.

mod base_path;
mod duration;
mod frame_ancestors;
mod names;

pub use base_path::{BasePath, MalformedBasePath};
pub(crate) use duration::{duration, seconds};
pub(crate) use frame_ancestors::frame_ancestors;
pub(crate) use names::{glob, host, namespace};

use std::net::SocketAddr;

/// Reads an address to listen on.
pub(crate) fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "expected addresses with a port, separated by commas, such as 127.0.0.1:8080 or [::]:8080".to_owned()
    })
}

/// Reads a number of changes a second.
pub(crate) fn changes_per_second(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|changes| (0.0..=10_000.0).contains(changes))
        .ok_or_else(|| "expected a number from 0 to 10000, such as 2 or 0.5".to_owned())
}
