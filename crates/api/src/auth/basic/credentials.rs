//! What the header `Authorization` brings (RFC 7617 and RFC 6750).

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use secrecy::SecretString;

use crate::problem::LoginNeeded;

/// Longer values are refused, in bytes.
const LONGEST: usize = 4096;

/// What somebody proves who they are with.
#[derive(Debug)]
pub(super) enum Credentials {
    /// Of a user.
    Password {
        /// As it was given.
        user: String,
        /// Nothing that is written by accident.
        password: SecretString,
    },
    /// Of a program.
    Token(SecretString),
}

impl Credentials {
    /// Reads the header, of which there is one.
    pub(super) fn read(headers: &HeaderMap) -> Result<Self, LoginNeeded> {
        let mut values = headers.get_all(AUTHORIZATION);
        let value = values.next().ok_or(LoginNeeded::Credentials)?;
        let is_one = values.next().is_none() && value.len() <= LONGEST;
        let text = value.to_str().ok().filter(|_| is_one).ok_or(LoginNeeded::WellFormedCredentials)?;
        let (scheme, rest) = text.split_once(' ').ok_or(LoginNeeded::WellFormedCredentials)?;
        let rest = rest.trim();
        if scheme.eq_ignore_ascii_case("basic") {
            password(rest).ok_or(LoginNeeded::WellFormedCredentials)
        } else if scheme.eq_ignore_ascii_case("bearer") && !rest.is_empty() {
            Ok(Self::Token(rest.into()))
        } else {
            Err(LoginNeeded::WellFormedCredentials)
        }
    }
}

fn password(encoded: &str) -> Option<Credentials> {
    let text = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    let is_possible = !user.is_empty() && !text.contains(char::is_control);
    is_possible.then(|| Credentials::Password { user: user.to_owned(), password: password.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;
    use proptest::prelude::*;
    use secrecy::ExposeSecret as _;

    fn read(values: &[&[u8]]) -> Result<Credentials, LoginNeeded> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
        }
        Credentials::read(&headers)
    }

    fn basic(text: &[u8]) -> Result<Credentials, LoginNeeded> {
        read(&[format!("Basic {}", BASE64_STANDARD.encode(text)).as_bytes()])
    }

    #[test]
    fn a_password_may_hold_colons_and_letters_of_all_languages() {
        for (text, expected) in
            [("alice:s", "s"), ("alice:a:b:", "a:b:"), ("alice:pässwörd", "pässwörd"), ("alice:", "")]
        {
            let Ok(Credentials::Password { user, password }) = basic(text.as_bytes()) else {
                panic!("{text}");
            };
            assert_eq!((user.as_str(), password.expose_secret()), ("alice", expected));
        }
    }

    #[test]
    fn the_scheme_may_be_written_in_any_case() {
        assert!(matches!(read(&[b"bAsIc YTpi"]), Ok(Credentials::Password { .. })));
        for value in [&b"Bearer t"[..], b"BEARER  t "] {
            assert!(matches!(read(&[value]), Ok(Credentials::Token(token)) if token.expose_secret() == "t"));
        }
    }

    #[test]
    fn what_cannot_be_understood_is_told_apart_from_what_is_missing() {
        assert_eq!(read(&[]).err(), Some(LoginNeeded::Credentials));
        let long = [b"Bearer ".to_vec(), vec![b'a'; LONGEST]].concat();
        for values in [
            &[&b""[..]][..],
            &[b"Basic"],
            &[b"Basic "],
            &[b"Basic YWxpY2U="],
            &[b"Basic YTpi\xff"],
            &[b"Basic %%%"],
            &[b"Bearer "],
            &[b"Bearer \xff"],
            &[b"Digest a"],
            &[b"Basic YTpi", b"Basic YTpi"],
            &[&long],
        ] {
            assert_eq!(read(values).err(), Some(LoginNeeded::WellFormedCredentials), "{values:?}");
        }
        for text in [&b":password"[..], b"alice", b"alice:a\0b", b"ali\nce:a", b"\xff:a", b""] {
            assert_eq!(basic(text).err(), Some(LoginNeeded::WellFormedCredentials), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics(value in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = basic(&value);
            if HeaderValue::from_bytes(&value).is_ok() {
                let _ = read(&[&value]);
            }
        }
    }
}
