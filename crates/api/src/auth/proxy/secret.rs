//! The secret by which a proxy is known.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// Shorter secrets are refused, in characters: 16 random ones cannot be guessed.
const SHORTEST: usize = 16;

/// The digest of the secret: what is compared has one length, whatever is sent.
pub struct ProxySecret([u8; 32]);

impl ProxySecret {
    /// Reads a file that holds the secret and perhaps a line break after it.
    ///
    /// # Errors
    /// What is expected, without what is there.
    pub fn parse(text: &str) -> Result<Self, String> {
        let secret = text.trim();
        if secret.len() >= SHORTEST && secret.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(Sha256::digest(secret).into()))
        } else {
            Err(format!("expected one line of {SHORTEST} or more printable ASCII characters without spaces"))
        }
    }

    /// Whether this is the secret, in a time that does not depend on how much of it is right.
    pub(super) fn is(&self, given: &[u8]) -> bool {
        Sha256::digest(given).ct_eq(&self.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_is_a_line_and_nothing_else_is_it() {
        let secret = ProxySecret::parse("0123456789abcdef\n").unwrap();
        assert!(secret.is(b"0123456789abcdef"));
        for other in [&b""[..], b"0123456789abcdeF", b"0123456789abcde", b"0123456789abcdef\n", b"\xff"] {
            assert!(!secret.is(other), "{other:?}");
        }
    }

    #[test]
    fn what_is_refused_is_not_repeated() {
        for text in
            ["", "HUNTER2", "HUNTER2HUNTER2 HUNTER2", "HUNTER2HUNTER2\nHUNTER2", "HUNTER2HUNTER2H\u{dc}"]
        {
            let problem = ProxySecret::parse(text).err().unwrap();
            assert!(problem.starts_with("expected one line") && !problem.contains("HUNTER"), "{problem}");
        }
    }
}
