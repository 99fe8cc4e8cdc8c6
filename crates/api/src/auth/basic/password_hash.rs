//! Hashes of passwords, as `htpasswd -B` and `argon2` write them.

use std::fmt;

use argon2::password_hash::phc;
use argon2::{Argon2, Params, PasswordVerifier as _};

/// What is accepted, in words.
pub(super) const RULE: &str = "expected a hash by bcrypt, as htpasswd -B makes it, or by argon2id, no costlier than 2^16 rounds or 256 MiB, 16 passes and 16 lanes";

/// Bcrypt looks at no more of a password, in bytes: whoever knows the beginning of a longer one would be let in.
const BCRYPT_PASSWORD: usize = 72;
/// From this cost on a password is not worth hashing; beyond the other nobody waits for it. Powers of two.
const BCRYPT_COSTS: std::ops::RangeInclusive<u32> = 4..=16;
/// In KiB.
const ARGON2_MEMORY: u32 = 256 * 1024;
const ARGON2_PASSES: u32 = 16;
const ARGON2_LANES: u32 = 16;

/// The hash of a password, in the text that it came in.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum PasswordHash {
    Bcrypt(String),
    Argon2(String),
}

impl PasswordHash {
    /// Reads a hash; none where it is no such hash or one that takes too much time.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.starts_with("$argon2id$") {
            let hash = phc::PasswordHash::new(text).ok()?;
            let costs = Params::try_from(&hash).ok()?;
            let is_bearable = costs.m_cost() <= ARGON2_MEMORY
                && costs.t_cost() <= ARGON2_PASSES
                && costs.p_cost() <= ARGON2_LANES;
            let is_whole = hash.salt.is_some() && hash.hash.is_some();
            return (is_bearable && is_whole).then(|| Self::Argon2(text.to_owned()));
        }
        let parts: bcrypt::HashParts = text.parse().ok()?;
        BCRYPT_COSTS.contains(&parts.get_cost()).then(|| Self::Bcrypt(text.to_owned()))
    }

    /// Whether this is the password. Takes as long as the hash was made to take, up to seconds.
    pub(super) fn verify(&self, password: &[u8]) -> bool {
        match self {
            Self::Bcrypt(hash) => {
                bcrypt::verify(password, hash).unwrap_or(false) && password.len() <= BCRYPT_PASSWORD
            }
            Self::Argon2(hash) => Argon2::default().verify_password(password, hash.as_str()).is_ok(),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Bcrypt(text) | Self::Argon2(text) => text,
        }
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PasswordHash")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `hunter2`, by Apache's htpasswd and by the command `argon2`.
    const BCRYPT: &str = "$2y$04$27z7tcygB7KmgmF0e05PbuBHmIPofjhuA0zA9ouBTFnhUbn2ONAh2";
    const ARGON2: &str =
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$/W8LPvoaai7U3XREtgKuI78eDZLHrsDSFj5hpFvetZc";

    #[test]
    fn hashes_of_the_usual_tools_are_verified() {
        for text in [BCRYPT, ARGON2] {
            let hash = PasswordHash::parse(text).unwrap();
            assert!(hash.verify(b"hunter2"), "{text}");
            for wrong in [&b"hunter3"[..], b"", b"hunter2\0", b"\xff", &[b'x'; 5000]] {
                assert!(!hash.verify(wrong), "{text} {wrong:?}");
            }
        }
    }

    #[test]
    fn bcrypt_takes_no_beginning_for_the_whole() {
        let whole = [b'L'; BCRYPT_PASSWORD];
        let hash = PasswordHash::parse(&bcrypt::hash(whole, 4).unwrap()).unwrap();
        assert!(hash.verify(&whole));
        assert!(!hash.verify(&[b'L'; BCRYPT_PASSWORD + 1]));
        assert!(!hash.verify(&[b'L'; BCRYPT_PASSWORD - 1]));
    }

    #[test]
    fn other_hashes_and_those_that_take_too_long_are_refused() {
        for text in [
            "",
            "hunter2",
            "$apr1$lIQqF1Iz$1Qf6Ou1bQFqMzQFhGbVwO/",
            "{SHA}87/LBHLd2xGmgN0Lqt1P7pWjaPM=",
            &BCRYPT.replacen("$04$", "$31$", 1),
            &BCRYPT.replacen("$04$", "$17$", 1),
            &BCRYPT[..59],
            &ARGON2.replacen("m=64", "m=1048576", 1),
            &ARGON2.replacen("t=1", "t=1000", 1),
            "$argon2id$v=19$m=64,t=1,p=1",
            "$argon2id$",
        ] {
            assert_eq!(PasswordHash::parse(text), None, "{text}");
        }
    }
}
