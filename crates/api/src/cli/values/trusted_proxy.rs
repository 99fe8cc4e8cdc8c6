//! Networks of proxies.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::client::TrustedProxy;

/// Reads a network, an address, or the word for all private networks.
pub(crate) fn trusted_proxy(text: &str) -> Result<TrustedProxy, String> {
    if text == "private" {
        return Ok(TrustedProxy::Private);
    }
    let network = text.parse().or_else(|_| text.parse().map(|address: IpAddr| IpNet::from(address)));
    network.map(TrustedProxy::Network).map_err(|_| {
        "expected networks or addresses, separated by commas, such as 10.0.0.0/8 or 2001:db8::1, or private for all private networks"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Option<String> {
        match trusted_proxy(text) {
            Ok(TrustedProxy::Network(network)) => Some(network.to_string()),
            _ => None,
        }
    }

    #[test]
    fn proxies_are_networks_or_single_addresses() {
        assert_eq!(network("10.0.0.0/8").as_deref(), Some("10.0.0.0/8"));
        assert_eq!(network("192.0.2.1").as_deref(), Some("192.0.2.1/32"));
        assert_eq!(network("2001:db8::1").as_deref(), Some("2001:db8::1/128"));
        assert_eq!(trusted_proxy("private"), Ok(TrustedProxy::Private));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0", "10.0.0.0/8/8", "proxy.example", "Private", "[::1]", "*"] {
            assert!(trusted_proxy(text).is_err(), "{text:?}");
        }
    }
}
