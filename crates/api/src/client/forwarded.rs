//! Reads `X-Forwarded-For`, to which each proxy appends the address that it was called from.
//!
//! Whoever calls the first proxy may have written anything into it, so it is read from the right, and each address is
//! only as good as the proxy that appended it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, X_FORWARDED_FOR};

/// The header that is read. `Forwarded` (RFC 7239) is not.
pub(super) const HEADER: HeaderName = X_FORWARDED_FOR;

/// The addresses from right to left, or none where something else is written. Several headers are one list.
pub(super) fn hops(headers: &HeaderMap) -> impl Iterator<Item = Option<IpAddr>> {
    let values: Vec<&[u8]> = headers.get_all(HEADER).map(HeaderValue::as_bytes).collect();
    let elements = values.into_iter().rev().flat_map(|value| value.rsplit(|byte| *byte == b','));
    elements.map(<[u8]>::trim_ascii).filter(|element| !element.is_empty()).map(address)
}

/// An address as proxies write it: alone, with a port, or in brackets.
fn address(element: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(element).ok()?;
    let with_port = || text.parse().map(|address: SocketAddr| address.ip()).ok();
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().map(IpAddr::V6).ok();
    let address = text.parse().ok().or_else(with_port).or_else(in_brackets)?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn read(values: &[&[u8]]) -> Vec<Option<String>> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(HEADER, HeaderValue::from_bytes(value).unwrap());
        }
        hops(&headers).map(|hop| hop.map(|address| address.to_string())).collect()
    }

    #[test]
    fn addresses_come_from_right_to_left_over_all_headers() {
        let expected = ["192.0.2.3", "192.0.2.2", "192.0.2.1"].map(|address| Some(address.to_owned()));
        assert_eq!(read(&[b"192.0.2.1, 192.0.2.2", b"192.0.2.3"]), expected);
        assert_eq!(read(&[b",192.0.2.1,,\t192.0.2.2 , 192.0.2.3, "]), expected);
        assert_eq!(read(&[]), []);
        assert_eq!(read(&[b"", b" , "]), []);
    }

    #[test]
    fn ports_and_brackets_are_no_part_of_an_address() {
        for (text, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.1:4711", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("[::ffff:192.0.2.1]:4711", "192.0.2.1"),
        ] {
            assert_eq!(read(&[text.as_bytes()]), [Some(expected.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_rubbish() {
        for text in [
            &b"unknown"[..],
            b"_hidden",
            b"192.0.2",
            b"192.0.2.256",
            b"192.0.2.1:port",
            b"192.0.2.1:70000",
            b"[192.0.2.1]",
            b"[2001:db8::1",
            b"for=192.0.2.1",
            b"\"192.0.2.1\"",
            b"192.0.2.1 192.0.2.2",
            b"fe80::1%eth0",
            b"0x7f.1",
            b"\xff",
        ] {
            assert_eq!(read(&[text]), [None], "{text:?}");
        }
    }
}
