//! Shows the page to whoever started the program on their own machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::cli::BasePath;

/// Opens the page that is served at this address in the browser. That there is none is told and no failure.
pub(crate) fn show(address: SocketAddr, base_path: &BasePath) {
    let page = page(address, base_path);
    if let Err(error) = open::that_detached(&page) {
        tracing::warn!("no browser could be opened: {error}; the page is at {page}");
    }
}

/// A browser goes to loopback where every address is listened on.
fn page(mut address: SocketAddr, base_path: &BasePath) -> String {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{address}{base_path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_sent_to_where_it_can_go() {
        for (address, base_path, expected) in [
            ("127.0.0.1:4711", "/", "http://127.0.0.1:4711/"),
            ("0.0.0.0:80", "/dash", "http://127.0.0.1:80/dash/"),
            ("[::]:80", "/", "http://[::1]:80/"),
        ] {
            assert_eq!(page(address.parse().unwrap(), &base_path.parse().unwrap()), expected);
        }
    }
}
