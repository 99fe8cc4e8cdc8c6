//! What the name of a namespace looks like, for the command line and for requests alike.

/// The rule in words.
pub(crate) const RULE: &str = "1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end";

const LONGEST: usize = 63;

/// Whether the text can be the name of a namespace.
pub(crate) fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_dns_labels() {
        for name in ["a", "shop", "team-7", &"x".repeat(63)] {
            assert!(is_name(name), "{name:?}");
        }
        for name in ["", "-a", "a-", "Shop", "a.b", "a/b", "a b", "*", "é", &"x".repeat(64)] {
            assert!(!is_name(name), "{name:?}");
        }
    }
}
