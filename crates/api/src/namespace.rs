//! What the names of namespaces and of objects look like, for the command line and for requests alike.

/// The rule for namespaces in words.
pub(crate) const RULE: &str = "1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end";

/// The rule for Ingresses in words.
pub(crate) const SUBDOMAIN_RULE: &str = "1 to 253 lower-case letters, digits, hyphens and dots, each part between dots beginning and ending with a letter or digit";

const LONGEST: usize = 63;
const LONGEST_SUBDOMAIN: usize = 253;

/// Whether the text can be the name of a namespace.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= LONGEST && is_part(text)
}

/// Whether the text can be the name of an Ingress.
pub(crate) fn is_subdomain(text: &str) -> bool {
    text.len() <= LONGEST_SUBDOMAIN && text.split('.').all(is_part)
}

fn is_part(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.bytes().all(allowed) && !text.starts_with('-') && !text.ends_with('-')
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

    #[test]
    fn names_of_ingresses_may_have_dots() {
        for name in ["a", "web.v2", "1-2.3", &"x".repeat(253)] {
            assert!(is_subdomain(name), "{name:?}");
        }
        for name in ["", ".", "a..b", "a.", "-a", "a.-b", "A", "a/b", "..", "%2e", "é", &"x".repeat(254)] {
            assert!(!is_subdomain(name), "{name:?}");
        }
    }
}
