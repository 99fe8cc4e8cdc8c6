//! Shows the page to whoever started the program on their own machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::cli::BasePath;

/// Opens the page that is served at this address in the browser. That there is none is told and no failure.
pub(crate) fn show(scheme: &str, address: SocketAddr, base_path: &BasePath) {
    let page = page(scheme, address, base_path);
    if let Err(error) = open::that_detached(&page) {
        tracing::warn!("no browser could be opened: {error}; the page is at {page}");
    }
}

/// A browser goes to loopback where every address is listened on.
fn page(scheme: &str, mut address: SocketAddr, base_path: &BasePath) -> String {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("{scheme}://{address}{base_path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_sent_to_where_it_can_go() {
        for (scheme, address, base_path, expected) in [
            ("http", "127.0.0.1:4711", "/", "http://127.0.0.1:4711/"),
            ("http", "0.0.0.0:80", "/dash", "http://127.0.0.1:80/dash/"),
            ("https", "[::]:80", "/", "https://[::1]:80/"),
        ] {
            assert_eq!(page(scheme, address.parse().unwrap(), &base_path.parse().unwrap()), expected);
        }
    }
}
