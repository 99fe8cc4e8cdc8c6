//! The proxies whose word on a client's address is taken.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Once};

use actix_web::http::header::HeaderMap;
use ipnet::IpNet;

use super::forwarded::{HEADER, hops};

/// RFC 1918, the shared addresses of RFC 6598, and the local ones of RFC 4193.
const PRIVATE: [IpNet; 5] = [
    IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 0)), 8),
    IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 12),
    IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(192, 168, 0, 0)), 16),
    IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(100, 64, 0, 0)), 10),
    IpNet::new_assert(IpAddr::V6(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0)), 7),
];

/// Proxies as the command line names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustedProxy {
    /// All addresses of a network.
    Network(IpNet),
    /// All private addresses. Loopback ones are not among them: everything that runs on this machine has them, so
    /// whoever runs a proxy here names it.
    Private,
}

/// Knows whom to believe. Clones share their one warning.
#[derive(Debug, Clone)]
pub struct TrustedProxies {
    networks: Arc<[IpNet]>,
    warning: Arc<Once>,
}

impl TrustedProxies {
    /// Believes these.
    pub fn new(proxies: impl IntoIterator<Item = TrustedProxy>) -> Self {
        let mut networks = Vec::new();
        for proxy in proxies {
            match proxy {
                TrustedProxy::Network(network) => networks.push(canonical(network)),
                TrustedProxy::Private => networks.extend(PRIVATE),
            }
        }
        Self { networks: networks.into(), warning: Arc::new(Once::new()) }
    }

    /// The address of the client behind this peer: the last one on the way here that is no trusted proxy. Where the
    /// header says something else than an address, the proxy that let it pass is as far as anybody can tell.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trusts(peer) {
            if headers.contains_key(HEADER) {
                self.warn(peer);
            }
            return peer;
        }
        let mut client = peer;
        for hop in hops(headers) {
            let Some(address) = hop else { break };
            client = address;
            if !self.trusts(address) {
                break;
            }
        }
        client
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(&address))
    }

    /// Tells of the first peer alone, since anybody can send the header.
    fn warn(&self, peer: IpAddr) {
        self.warning.call_once(|| {
            tracing::warn!(
                "{peer} sends X-Forwarded-For and is no trusted proxy: all that come through it share the limits of \
                 one client. If it is a proxy of yours, name it with --trusted-proxies. This is said once"
            );
        });
    }
}

/// Addresses are compared in their canonical form.
fn canonical(network: IpNet) -> IpNet {
    const MAPPED: u8 = 96;
    let mapped = match network {
        IpNet::V6(network) => network.addr().to_ipv4_mapped().zip(network.prefix_len().checked_sub(MAPPED)),
        IpNet::V4(_) => None,
    };
    let v4 = mapped.and_then(|(address, bits)| IpNet::new(address.into(), bits).ok());
    v4.unwrap_or(network)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    use actix_web::http::header::HeaderValue;
    use proptest::prelude::*;

    const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));

    fn networks(list: &str) -> TrustedProxies {
        TrustedProxies::new(list.split(',').map(|text| match text {
            "private" => TrustedProxy::Private,
            network => TrustedProxy::Network(network.parse().unwrap()),
        }))
    }

    fn with_header(value: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.append(HEADER, HeaderValue::from_bytes(value).unwrap());
        headers
    }

    fn client(proxies: &TrustedProxies, header: &str) -> String {
        proxies.client(PROXY, &with_header(header.as_bytes())).to_string()
    }

    #[test]
    fn the_client_is_the_rightmost_that_is_no_trusted_proxy() {
        let proxies = networks("10.0.0.0/8,2001:db8::/32");
        for (header, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.1, 10.0.0.2, 10.0.0.3", "192.0.2.1"),
            ("203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
            ("192.0.2.1, [2001:db8::1]:80", "192.0.2.1"),
            ("192.0.2.1, ::ffff:10.0.0.2", "192.0.2.1"),
            ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ] {
            assert_eq!(client(&proxies, header), expected, "{header}");
        }
    }

    #[test]
    fn rubbish_ends_the_walk() {
        let proxies = networks("10.0.0.0/8");
        assert_eq!(client(&proxies, "192.0.2.1, unknown, 10.0.0.2"), "10.0.0.2");
        assert_eq!(client(&proxies, "192.0.2.1, unknown"), PROXY.to_string());
        assert_eq!(client(&proxies, ", ,"), PROXY.to_string());
    }

    #[test]
    fn private_addresses_are_trusted_as_a_whole_and_loopback_is_not_among_them() {
        let proxies = networks("private");
        for address in ["10.1.2.3", "172.16.0.1", "172.31.9.9", "192.168.1.1", "100.64.0.1", "fd00::1"] {
            assert!(proxies.trusts(address.parse().unwrap()), "{address}");
        }
        for address in ["127.0.0.1", "::1", "169.254.1.1", "172.32.0.1", "100.128.0.1", "fe80::1", "11.0.0.1"]
        {
            assert!(!proxies.trusts(address.parse().unwrap()), "{address}");
        }
        assert!(networks("127.0.0.0/8").trusts("127.0.0.1".parse().unwrap()));
    }

    #[test]
    fn networks_may_be_written_as_mapped_ones() {
        assert!(networks("::ffff:10.0.0.0/104").trusts(PROXY));
        assert!(!networks("::ffff:11.0.0.0/104").trusts(PROXY));
        assert!(!networks("::/0").trusts(PROXY));
    }

    /// Values of headers: anything at all, and what looks like addresses.
    fn value() -> impl Strategy<Value = Vec<u8>> {
        let anything = proptest::collection::vec(any::<u8>(), 0..60);
        let address = prop_oneof![
            any::<IpAddr>().prop_map(|address| address.to_string()),
            any::<std::net::SocketAddr>().prop_map(|address| address.to_string()),
            any::<[u8; 3]>().prop_map(|[b, c, d]| format!("10.{b}.{c}.{d}")),
            Just("unknown".to_owned()),
            Just(String::new()),
        ];
        let list = proptest::collection::vec(address, 0..6).prop_map(|list| list.join(", ").into_bytes());
        prop_oneof![anything, list]
            .prop_filter("not a header", |value| HeaderValue::from_bytes(value).is_ok())
    }

    proptest! {
        #[test]
        fn a_peer_that_is_not_trusted_is_always_itself(peer: IpAddr, values in proptest::collection::vec(value(), 0..4)) {
            let proxies = networks("private");
            let peer = peer.to_canonical();
            prop_assume!(!proxies.trusts(peer));
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(HEADER, HeaderValue::from_bytes(&value).unwrap());
            }
            prop_assert_eq!(proxies.client(peer, &headers), peer);
        }

        #[test]
        fn what_a_client_writes_itself_does_not_change_who_it_is(
            forged in value(),
            client: IpAddr,
            proxies_between in proptest::collection::vec(any::<[u8; 3]>(), 0..3),
            in_one_header: bool,
        ) {
            let proxies = networks("10.0.0.0/8");
            let client = client.to_canonical();
            prop_assume!(!proxies.trusts(client));
            let mut appended = client.to_string();
            for [b, c, d] in proxies_between {
                write!(appended, ", 10.{b}.{c}.{d}")?;
            }
            let headers = if in_one_header {
                with_header(&[&forged, &b", "[..], appended.as_bytes()].concat())
            } else {
                let mut headers = with_header(&forged);
                headers.append(HEADER, HeaderValue::from_bytes(appended.as_bytes()).unwrap());
                headers
            };
            prop_assert_eq!(proxies.client(PROXY, &headers), client);
        }
    }
}
