use actix_web::http::header::HeaderValue;
use proptest::prelude::*;

use super::*;

const LOOPBACK: &str = "127.0.0.1";
const ELSEWHERE: &str = "10.0.0.1";

fn sent(headers: &[(&'static str, &[u8])]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
    }
    map
}

/// What a sidecar is understood to say with these headers.
fn identity(headers: &[(&'static str, &[u8])]) -> Result<(String, Vec<String>), Problem> {
    let proxy = Proxy::new(IdentityHeaders::default(), None);
    let (name, groups) = proxy.identify(Some(LOOPBACK.parse().unwrap()), &sent(headers))?;
    Ok((name, groups.into_iter().collect()))
}

#[test]
fn without_a_secret_loopback_alone_is_believed() {
    let proxy = Proxy::new(IdentityHeaders::default(), None);
    let headers = sent(&[("x-forwarded-user", b"alice")]);
    for peer in [LOOPBACK, "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
        assert!(proxy.identify(Some(peer.parse().unwrap()), &headers).is_ok(), "{peer}");
    }
    for peer in [ELSEWHERE, "::ffff:10.0.0.1", "fe80::1", "0.0.0.0", "128.0.0.1"] {
        let refused = proxy.identify(Some(peer.parse().unwrap()), &headers);
        assert_eq!(refused, Err(Problem::LoginNeeded(LoginNeeded::ProxyOnLoopback)), "{peer}");
    }
    assert!(proxy.identify(None, &headers).is_err());
    let headers = sent(&[("x-forwarded-user", b"alice"), ("x-auth-proxy-secret", b"anything")]);
    for peer in [LOOPBACK, ELSEWHERE] {
        let refused = proxy.identify(Some(peer.parse().unwrap()), &headers);
        assert_eq!(refused, Err(Problem::LoginNeeded(LoginNeeded::UnknownProxySecret)), "{peer}");
    }
}

#[test]
fn groups_come_in_lists_and_in_repeated_headers() {
    let expected = ("alice".to_owned(), vec!["a".to_owned(), "b".to_owned(), "c d".to_owned()]);
    for lists in [&[&b"a,b,c d"[..]][..], &[b"b", b"a", b"c d"], &[b" a , ,b", b"c d,a,"]] {
        let mut headers = vec![("x-forwarded-user", &b" alice "[..])];
        headers.extend(lists.iter().map(|list| ("x-forwarded-groups", *list)));
        assert_eq!(identity(&headers), Ok(expected.clone()));
    }
    assert_eq!(identity(&[("x-forwarded-user", b"alice")]), Ok(("alice".to_owned(), Vec::new())));
}

#[test]
fn whoever_is_not_named_is_nobody() {
    for headers in [&[][..], &[("x-forwarded-user", &b""[..])], &[("x-forwarded-user", b"  ")]] {
        let missing = LoginNeeded::UserOfProxy("x-forwarded-user".to_owned());
        assert_eq!(identity(headers), Err(Problem::LoginNeeded(missing)));
    }
    assert!(identity(&[("x-forwarded-groups", b"admins"), ("x-forwarded-email", b"a@b")]).is_err());
}

#[test]
fn hostile_headers_are_refused() {
    let long = vec![b'a'; 257];
    let many = [b"a,".repeat(16 * 1024), b"b".to_vec()].concat();
    for headers in [
        &[("x-forwarded-user", &b"alice"[..]), ("x-forwarded-user", b"alice")][..],
        &[("x-forwarded-user", b"alice"), ("x-forwarded-user", b"")],
        &[("x-forwarded-user", b"\xff")],
        &[("x-forwarded-user", b"a\tb")],
        &[("x-forwarded-user", &long)],
        &[("x-forwarded-user", b"alice"), ("x-forwarded-groups", b"a,\xff")],
        &[("x-forwarded-user", b"alice"), ("x-forwarded-groups", &long)],
        &[("x-forwarded-user", b"alice"), ("x-forwarded-groups", &many)],
    ] {
        assert!(matches!(identity(headers), Err(Problem::MalformedIdentity(_))), "{headers:?}");
    }
}

#[test]
fn the_flag_names_one_header_or_two() {
    let read = |text: &str| text.parse::<IdentityHeaders>();
    assert_eq!(read("X-Forwarded-User, X-Forwarded-Groups"), Ok(IdentityHeaders::default()));
    assert_eq!(read("Remote-User").unwrap().to_string(), "remote-user");
    for text in
        ["", ",", "a,", ",a", "a b", "a,b,c", "a,A", "X-Auth-Proxy-Secret", "a,x-auth-proxy-secret", "a:"]
    {
        assert!(read(text).is_err(), "{text:?}");
    }
}

/// Bytes that a header can carry.
fn value() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop_oneof![Just(b','), 0x20..=0x7e_u8, 0x80..=0xff_u8], 0..300)
}

proptest! {
    #[test]
    fn a_peer_elsewhere_is_nobody_whatever_it_sends(
        peer: IpAddr,
        user in value(),
        groups in prop::collection::vec(value(), 0..4),
        secret in prop::option::of(value()),
    ) {
        let is_loopback = peer.to_canonical().is_loopback();
        let mut headers = sent(&[("x-forwarded-user", &user)]);
        if let Some(secret) = &secret {
            headers.append(HeaderName::from_static("x-auth-proxy-secret"), HeaderValue::from_bytes(secret).unwrap());
        }
        for groups in groups {
            headers.append(HeaderName::from_static("x-forwarded-groups"), HeaderValue::from_bytes(&groups).unwrap());
        }
        let outcome = Proxy::new(IdentityHeaders::default(), None).identify(Some(peer), &headers);
        prop_assert!(is_loopback || outcome.is_err());
        let here = Proxy::new(IdentityHeaders::default(), None).identify(Some(IpAddr::from([127, 0, 0, 1])), &headers);
        if let Ok((name, groups)) = here {
            prop_assert!(!name.is_empty() && groups.iter().all(|group| !group.is_empty() && !group.contains(',')));
        }
    }
}
