//! Values of flags that are more than text: each is checked once, when the command line is read.

mod base_path;
mod duration;
mod faults;
mod frame_ancestors;
mod max_rate;
mod names;
mod number;
mod size;
mod trusted_proxy;

pub use base_path::{BasePath, MalformedBasePath};
pub(crate) use duration::{duration, seconds};
pub(crate) use faults::faults;
pub(crate) use frame_ancestors::frame_ancestors;
pub use max_rate::{MalformedRate, MaxRate};
pub(crate) use names::{
    display_name, glob, host, ingress_class, label_selector, namespace, namespace_glob, redis_prefix,
};
pub(crate) use number::number;
pub(crate) use size::size;
pub(crate) use trusted_proxy::trusted_proxy;

use std::net::SocketAddr;

/// Reads an address to listen on.
pub(crate) fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "expected addresses with a port, separated by commas, such as 127.0.0.1:8080 or [::]:8080".to_owned()
    })
}
